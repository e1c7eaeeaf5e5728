import { once } from "../../utils/once.ts";
import type { Open } from "../common.ts";
import {
  anything,
  id,
  object,
  optional,
  optionalId,
  optionalNumber,
  type Schema,
  string,
  text,
  timestamp,
} from "./schema.ts";

/** How a call ended; Meta's pages differ in letter case. */
export type CallOutcome = Open<"COMPLETED" | "FAILED" | "Completed" | "Failed">;

/** A recording or transcript. Fetch it with `media.download`. */
export interface CallFile {
  id: string;
  sha256?: string | undefined;
  mime_type?: string | undefined;
  url?: string | undefined;
}

/**
 * Something that happened to a call.
 *
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/calling/reference
 */
export interface IncomingCall {
  /** `wacid.…` */
  id: string;
  event: Open<
    "connect" | "terminate" | "call_created" | "call_recording_available" | "call_transcription_available"
  >;
  /** Unix seconds. */
  timestamp: string;
  direction?: Open<"BUSINESS_INITIATED" | "USER_INITIATED"> | undefined;
  /** Phone number in digits; the customer's may be absent. */
  from?: string | undefined;
  to?: string | undefined;
  /** A customer who called. */
  from_user_id?: string | undefined;
  from_parent_user_id?: string | undefined;
  /** A customer who was called. */
  to_user_id?: string | undefined;
  to_parent_user_id?: string | undefined;
  /** WebRTC, on `connect`. */
  session?: { sdp_type: Open<"offer" | "answer">; sdp: string } | undefined;
  biz_opaque_callback_data?: string | undefined;
  deeplink_payload?: string | undefined;
  cta_payload?: string | undefined;
  status?: CallOutcome | undefined;
  /** Unix seconds; only for answered calls. */
  start_time?: string | undefined;
  /** Unix seconds; only for answered calls. */
  end_time?: string | undefined;
  /** Seconds; only for answered calls. */
  duration?: number | undefined;
  call_recording?: { type?: Open<"audio"> | undefined; audio?: CallFile | undefined } | undefined;
  call_transcript?: { document?: CallFile | undefined } | undefined;
  /** A key of old payloads, without a documented shape. */
  connection?: unknown;
}

const file = () => optional(object({ id, sha256: text, mime_type: text, url: text }));

export const callSchema = once(
  () =>
    object({
      id,
      event: string,
      timestamp,
      direction: text,
      from: optionalId,
      to: optionalId,
      from_user_id: text,
      from_parent_user_id: text,
      to_user_id: text,
      to_parent_user_id: text,
      session: optional(object({ sdp_type: string, sdp: string })),
      biz_opaque_callback_data: text,
      deeplink_payload: text,
      cta_payload: text,
      status: text,
      start_time: optional(timestamp),
      end_time: optional(timestamp),
      duration: optionalNumber,
      call_recording: optional(object({ type: text, audio: file() })),
      call_transcript: optional(object({ document: file() })),
      connection: anything,
    }) satisfies Schema<IncomingCall>,
);

/** The status of a call that you started. */
export interface CallStatus {
  /** `wacid.…` */
  id: string;
  type?: Open<"call"> | undefined;
  status: Open<"RINGING" | "ACCEPTED" | "REJECTED">;
  /** Unix seconds. */
  timestamp: string;
  /** Phone number in digits; may be absent. */
  recipient_id?: string | undefined;
  recipient_user_id?: string | undefined;
  recipient_parent_user_id?: string | undefined;
  biz_opaque_callback_data?: string | undefined;
}

export const callStatusSchema = once(
  () =>
    object({
      id,
      type: text,
      status: string,
      timestamp,
      recipient_id: optionalId,
      recipient_user_id: text,
      recipient_parent_user_id: text,
      biz_opaque_callback_data: text,
    }) satisfies Schema<CallStatus>,
);
