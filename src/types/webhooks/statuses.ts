import * as z from "zod/mini";
import type { Open } from "../common.ts";
import { once } from "../once.ts";
import { errorsSchema, type WebhookError } from "./people.ts";
import { flag, numeric, object, open, optionalId, optionalNumber, text, timestamp, words } from "./pieces.ts";

/** What a message costs. */
export interface StatusPricing {
  billable?: boolean | undefined;
  pricing_model?: Open<"PMP" | "CBP"> | undefined;
  type?:
    | Open<"regular" | "free_customer_service" | "free_entry_point" | "free_group_customer_service">
    | undefined;
  category?:
    | Open<
        | "authentication"
        | "authentication-international"
        | "marketing"
        | "marketing_lite"
        | "referral_conversion"
        | "service"
        | "utility"
      >
    | undefined;
}

/** A payment, on statuses of type `payment` (India and Brazil). */
export interface StatusPayment {
  reference_id: string;
  amount?: { value: number; offset: number } | undefined;
  currency?: string | undefined;
  transaction?:
    | {
        id?: string | undefined;
        pg_transaction_id?: string | undefined;
        type?: string | undefined;
        status?: Open<"pending" | "success" | "failed"> | undefined;
        created_timestamp?: number | undefined;
        updated_timestamp?: number | undefined;
        method?: { type?: string | undefined } | undefined;
        error?: { code?: string | undefined; reason?: string | undefined } | undefined;
      }
    | undefined;
  receipt?: string | undefined;
  notes?: Record<string, unknown> | undefined;
}

/**
 * What became of a message you sent. Statuses arrive in any order: never step back from `read` to `delivered`.
 *
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages/status
 */
export interface MessageStatus {
  /** The id that the send returned. */
  id: string;
  status: Open<"sent" | "delivered" | "read" | "played" | "failed">;
  /** Unix seconds. */
  timestamp: string;
  type?: Open<"payment" | "message"> | undefined;
  /** Phone number in digits, or the group's id; absent where the number may not be shared. */
  recipient_id?: string | undefined;
  recipient_user_id?: string | undefined;
  recipient_parent_user_id?: string | undefined;
  recipient_type?: Open<"group" | "individual"> | undefined;
  /** Groups: the member this status is about. */
  recipient_participant_id?: string | undefined;
  recipient_participant_user_id?: string | undefined;
  recipient_participant_parent_user_id?: string | undefined;
  recipient_identity_key_hash?: string | undefined;
  group_id?: string | undefined;
  /** What the send carried: the correlation tag. */
  biz_opaque_callback_data?: string | undefined;
  template_id?: string | undefined;
  conversation?:
    | {
        id?: string | undefined;
        expiration_timestamp?: string | undefined;
        origin?: { type?: string | undefined } | undefined;
        /** Group statuses carry it here. */
        pricing?: StatusPricing | undefined;
      }
    | undefined;
  pricing?: StatusPricing | undefined;
  /** Why it failed; `toApiError` explains. */
  errors?: WebhookError[] | undefined;
  payment?: StatusPayment | undefined;
}

const pricing = () =>
  z.optional(
    object({
      billable: flag,
      pricing_model: z.optional(open<"PMP" | "CBP">()),
      type: z.optional(open() as z.ZodMiniType<NonNullable<StatusPricing["type"]>>),
      category: z.optional(open() as z.ZodMiniType<NonNullable<StatusPricing["category"]>>),
    }),
  );

const payment = () =>
  z.optional(
    object({
      reference_id: z.string(),
      amount: z.optional(object({ value: numeric, offset: numeric })),
      currency: text,
      transaction: z.optional(
        object({
          id: optionalId,
          pg_transaction_id: optionalId,
          type: text,
          status: z.optional(open<"pending" | "success" | "failed">()),
          created_timestamp: optionalNumber,
          updated_timestamp: optionalNumber,
          method: z.optional(words("type")),
          error: z.optional(object({ code: optionalId, reason: text })),
        }),
      ),
      receipt: text,
      notes: z.optional(z.record(z.string(), z.unknown())),
    }),
  );

export const statusSchema = once(
  () =>
    object({
      id: z.string().check(z.minLength(1)),
      status: open<"sent" | "delivered" | "read" | "played" | "failed">(),
      timestamp,
      type: z.optional(open<"payment" | "message">()),
      recipient_id: optionalId,
      recipient_user_id: text,
      recipient_parent_user_id: text,
      recipient_type: z.optional(open<"group" | "individual">()),
      recipient_participant_id: optionalId,
      recipient_participant_user_id: text,
      recipient_participant_parent_user_id: text,
      recipient_identity_key_hash: text,
      group_id: text,
      biz_opaque_callback_data: text,
      template_id: optionalId,
      conversation: z.optional(
        object({
          id: optionalId,
          expiration_timestamp: z.optional(timestamp),
          origin: z.optional(words("type")),
          pricing: pricing(),
        }),
      ),
      pricing: pricing(),
      errors: errorsSchema(),
      payment: payment(),
    }) satisfies z.ZodMiniType<MessageStatus>,
);
