import * as z from "zod/mini";
import { once } from "../utils/once.ts";
import { nonEmptyText, rule, text } from "./checks.ts";
import type { NumberCallOptions, Open } from "./common.ts";
import type { Recipient } from "./recipients.ts";
import { onOff } from "./setting-checks.ts";

/** A session description (SDP, RFC 8866), as your media stack made it. */
export interface CallSession<Type extends "offer" | "answer"> {
  sdp: string;
  /** Implied: `offer` for a call that you place, `answer` for one that you take. */
  sdp_type?: Type | undefined;
}

/** Whether a call is recorded or transcribed, and how the customer is told. */
export interface CallRecording {
  status: Open<"ENABLED" | "DISABLED">;
  /** Required if enabled: up to 250 characters, which the announcement contains. */
  purpose?: string | undefined;
  /** Required if enabled. */
  announcement_language?: Open<"en" | "en_US" | "es" | "pt" | "fr" | "de" | "it" | "hi"> | undefined;
}

/** What a call can be placed and accepted with. */
interface CallExtras {
  /** Comes back in the webhooks about the call. Up to 512 characters. */
  biz_opaque_callback_data?: string | undefined;
  recording?: CallRecording | undefined;
  transcription?: CallRecording | undefined;
}

/** A call to place. */
export interface OutgoingCall extends CallExtras {
  /** Who is called: anything that names a person, as for a message. */
  to: Recipient;
  /** The offer of your media stack. */
  session: CallSession<"offer">;
  /** The Messaging account, where the token reaches several on the number. Default: the client's `messagingAccountId`. */
  messaging_account_id?: string | undefined;
}

/** The answer to a customer's call, ahead of accepting it: media connects sooner. */
export interface CallAnswer {
  /** The answer of your media stack to the offer in the webhook. */
  session: CallSession<"answer">;
}

/** How a customer's call is accepted. */
export interface CallAcceptance extends CallAnswer, CallExtras {}

/** Options of `calls.connect`. */
export interface ConnectOptions extends NumberCallOptions {
  /** Whether to generate a correlation tag for a call without one. Default: the client's `correlate`, true. */
  correlate?: boolean | undefined;
}

/** A call that was placed. */
export interface PlacedCall {
  /** `wacid.…`, as in the webhooks about the call. */
  id: string;
  [key: string]: unknown;
}

/** What you may do, and how often. */
export interface CallAction {
  action_name: Open<"send_call_permission_request" | "start_call">;
  can_perform_action?: boolean | undefined;
  limits?:
    | {
        /** `PT24H`, `P7D`. */
        time_period?: string | undefined;
        max_allowed?: number | undefined;
        current_usage?: number | undefined;
        /** Unix time in seconds. */
        limit_expiration_time?: number | undefined;
      }[]
    | undefined;
}

/** Whether a customer may be called. */
export interface CallPermission {
  permission: {
    status: Open<"no_permission" | "temporary" | "permanent">;
    /** Unix time in seconds. */
    expiration_time?: number | string | undefined;
  };
  actions: CallAction[];
  [key: string]: unknown;
}

const isEnabled = (status: unknown) => typeof status === "string" && status.toUpperCase() === "ENABLED";

const whenEnabled = (key: "purpose" | "announcement_language") =>
  rule<CallRecording>(
    (given) => !isEnabled(given.status) || given[key] !== undefined,
    "is missing: it is required if enabled",
    [key],
  );

const recording = () =>
  z.optional(
    z
      .object({
        status: onOff(),
        purpose: z.optional(text(250)),
        announcement_language: z.optional(nonEmptyText()),
      })
      .check(whenEnabled("purpose"), whenEnabled("announcement_language")),
  );

const session = <Type extends "offer" | "answer">(type: Type) =>
  z.object({ sdp: nonEmptyText(), sdp_type: z.optional(z.literal(type)) });

const extras = () => ({
  biz_opaque_callback_data: z.optional(text(512, { min: 0 })),
  recording: recording(),
  transcription: recording(),
});

export const outgoingCall = once(
  () =>
    z.object({
      session: session("offer"),
      ...extras(),
      messaging_account_id: z.optional(nonEmptyText()),
    }) satisfies z.ZodMiniType<Omit<OutgoingCall, "to">>,
);
export const callAnswer = once(
  () => z.object({ session: session("answer") }) satisfies z.ZodMiniType<CallAnswer>,
);
export const callAcceptance = once(
  () => z.object({ session: session("answer"), ...extras() }) satisfies z.ZodMiniType<CallAcceptance>,
);
export const callId = once(() => z.object({ id: nonEmptyText() }));
