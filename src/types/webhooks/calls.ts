import type { Open } from "../common.ts";
import { anything, ids, number, type SchemaOf, texts } from "./schema.ts";

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
  timestamp?: string | undefined;
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

const file = { ...ids("id!"), ...texts("sha256 mime_type url") };

export const callSchema = {
  ...ids("id! timestamp from to start_time end_time"),
  ...texts("event! direction from_user_id from_parent_user_id to_user_id to_parent_user_id"),
  ...texts("biz_opaque_callback_data deeplink_payload cta_payload status"),
  session: texts("sdp_type! sdp!"),
  duration: number,
  call_recording: { ...texts("type"), audio: file },
  call_transcript: { document: file },
  connection: anything,
} satisfies SchemaOf<IncomingCall>;

/** The status of a call that you started. */
export interface CallStatus {
  /** `wacid.…` */
  id: string;
  type?: Open<"call"> | undefined;
  status: Open<"RINGING" | "ACCEPTED" | "REJECTED">;
  /** Unix seconds. */
  timestamp?: string | undefined;
  /** Phone number in digits; may be absent. */
  recipient_id?: string | undefined;
  recipient_user_id?: string | undefined;
  recipient_parent_user_id?: string | undefined;
  biz_opaque_callback_data?: string | undefined;
}

export const callStatusSchema = {
  ...ids("id! timestamp recipient_id"),
  ...texts("status! type recipient_user_id recipient_parent_user_id biz_opaque_callback_data"),
} satisfies SchemaOf<CallStatus>;
