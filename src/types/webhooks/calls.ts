import * as z from "zod/mini";
import type { Open } from "../common.ts";
import { once } from "../once.ts";
import { id, object, open, optionalId, optionalNumber, text, timestamp } from "./pieces.ts";

/**
 * Something happened to a call.
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
  from?: string | undefined;
  to?: string | undefined;
  from_user_id?: string | undefined;
  from_parent_user_id?: string | undefined;
  to_user_id?: string | undefined;
  to_parent_user_id?: string | undefined;
  session?: { sdp_type: Open<"offer" | "answer">; sdp: string } | undefined;
  biz_opaque_callback_data?: string | undefined;
  deeplink_payload?: string | undefined;
  cta_payload?: string | undefined;
  /** How it ended; Meta's pages disagree on its letter case. */
  status?: Open<"COMPLETED" | "FAILED"> | undefined;
  start_time?: string | undefined;
  end_time?: string | undefined;
  /** Seconds. */
  duration?: number | undefined;
  call_recording?: { type?: string | undefined; audio?: CallFile | undefined } | undefined;
  call_transcript?: { document?: CallFile | undefined } | undefined;
}

/** A recording or transcript, to fetch with `media.download`. */
export interface CallFile {
  id: string;
  sha256?: string | undefined;
  mime_type?: string | undefined;
  url?: string | undefined;
}

/** What became of a call you started. */
export interface CallStatus {
  id: string;
  type?: Open<"call"> | undefined;
  status: Open<"RINGING" | "ACCEPTED" | "REJECTED">;
  /** Unix seconds. */
  timestamp: string;
  recipient_id?: string | undefined;
  recipient_user_id?: string | undefined;
  recipient_parent_user_id?: string | undefined;
  biz_opaque_callback_data?: string | undefined;
}

const file = () => z.optional(object({ id, sha256: text, mime_type: text, url: text }));

export const callSchema = once(
  () =>
    object({
      id: z.string().check(z.minLength(1)),
      event: open() as z.ZodMiniType<IncomingCall["event"]>,
      timestamp,
      direction: z.optional(open<"BUSINESS_INITIATED" | "USER_INITIATED">()),
      from: optionalId,
      to: optionalId,
      from_user_id: text,
      from_parent_user_id: text,
      to_user_id: text,
      to_parent_user_id: text,
      session: z.optional(object({ sdp_type: open<"offer" | "answer">(), sdp: z.string() })),
      biz_opaque_callback_data: text,
      deeplink_payload: text,
      cta_payload: text,
      status: z.optional(open<"COMPLETED" | "FAILED">()),
      start_time: z.optional(timestamp),
      end_time: z.optional(timestamp),
      duration: optionalNumber,
      call_recording: z.optional(object({ type: text, audio: file() })),
      call_transcript: z.optional(object({ document: file() })),
    }) satisfies z.ZodMiniType<IncomingCall>,
);

export const callStatusSchema = once(
  () =>
    object({
      id: z.string().check(z.minLength(1)),
      type: z.optional(open<"call">()),
      status: open<"RINGING" | "ACCEPTED" | "REJECTED">(),
      timestamp,
      recipient_id: optionalId,
      recipient_user_id: text,
      recipient_parent_user_id: text,
      biz_opaque_callback_data: text,
    }) satisfies z.ZodMiniType<CallStatus>,
);
