import type { Open } from "../common.ts";
import { errorsSchema, type WebhookError } from "./errors.ts";
import { anything, flag, ids, number, numbers, type SchemaOf, texts } from "./schema.ts";

/**
 * Whether, and why, a message was charged: `regular` is charged, the others are free. Until September 2026,
 * `free_customer_service` was every service or utility message inside the 24-hour window, and
 * `free_group_customer_service` the same in groups. Since October 2026 they are only service messages, and only the first
 * 1,000 that a number has delivered in a month; further ones, and utility messages inside the window, are `regular`.
 * `free_entry_point` is everything inside the window after a click on an advertisement. A value that you do not know
 * says nothing about the charge.
 */
export type PricingType = Open<
  "regular" | "free_customer_service" | "free_entry_point" | "free_group_customer_service"
>;

/** The billing category. Meta spells the international one with a hyphen here and with an underscore elsewhere. */
export type PricingCategory = Open<
  | "authentication"
  | "authentication-international"
  | "authentication_international"
  | "marketing"
  | "marketing_lite"
  | "referral_conversion"
  | "service"
  | "utility"
  | "group_marketing"
  | "group_utility"
  | "group_service"
  | "general_purpose_ai"
>;

/** The pricing of a message. */
export interface StatusPricing {
  /** Meta will drop it: use `type` and `category`. */
  billable?: boolean | undefined;
  /** `CBP` only before July 2025. */
  pricing_model?: Open<"PMP" | "CBP"> | undefined;
  type?: PricingType | undefined;
  category?: PricingCategory | undefined;
  /** `paid_exempt`: a service message that is free because Meta counts the sender as a government or non-profit. */
  subtype?: Open<"paid_exempt"> | undefined;
  /** What a marketing message with a maximum price has cost; on `delivered` and `read`. */
  cost?: StatusCost | undefined;
}

/** The cost of a message. */
export interface StatusCost {
  amount?: number | undefined;
  currency?: string | undefined;
}

const pricing = {
  billable: flag,
  ...texts("pricing_model type category subtype"),
  cost: { amount: number, ...texts("currency") },
} satisfies SchemaOf<StatusPricing>;

/** The conversation a message was billed under. From v24.0 on only inside a free entry point window. */
export interface StatusConversation {
  id?: string | undefined;
  /** Unix seconds; only on `sent`. */
  expiration_timestamp?: string | undefined;
  origin?: { type?: string | undefined } | undefined;
  /** In group statuses. Also copied to `pricing` of the status. */
  pricing?: StatusPricing | undefined;
}

/** Hundredths where `offset` is 100: 21000 is 210.00. */
export interface PaymentAmount {
  value: number;
  offset: number;
}

const amount = numbers("value! offset!") satisfies SchemaOf<PaymentAmount>;

/** A payment attempt. A failed one has the status `failed`, while the order's status stays `pending`. */
export interface PaymentTransaction {
  id?: string | undefined;
  pg_transaction_id?: string | undefined;
  type?: Open<"billdesk" | "razorpay" | "payu" | "zaakpay"> | undefined;
  status?: Open<"pending" | "success" | "failed"> | undefined;
  /** Unix seconds. */
  created_timestamp?: number | undefined;
  /** Unix seconds. */
  updated_timestamp?: number | undefined;
  method?: { type?: Open<"upi" | "card" | "wallet" | "netbanking"> | undefined } | undefined;
  error?: { code?: string | undefined; reason?: string | undefined } | undefined;
}

/** A refund. */
export interface PaymentRefund {
  id?: string | undefined;
  amount?: PaymentAmount | undefined;
  speed_processed?: Open<"instant" | "normal"> | undefined;
  status?: string | undefined;
  /** Unix seconds. */
  created_timestamp?: number | undefined;
  /** Unix seconds. */
  updated_timestamp?: number | undefined;
}

/**
 * The payment of an order. `notes`, `udf1`, `extra1`, `additional_info1` and the like pass through unchanged.
 *
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/payments/payments-in/overview
 */
export interface StatusPayment {
  reference_id?: string | undefined;
  amount?: PaymentAmount | undefined;
  currency?: string | undefined;
  transaction?: PaymentTransaction | undefined;
  refunds?: PaymentRefund[] | undefined;
  receipt?: string | undefined;
  notes?: unknown;
}

const moments = numbers("created_timestamp updated_timestamp");

export const paymentSchema = {
  ...ids("reference_id"),
  ...texts("currency receipt"),
  amount,
  transaction: {
    ...moments,
    ...ids("id pg_transaction_id"),
    ...texts("type status"),
    method: texts("type"),
    error: { ...ids("code"), ...texts("reason") },
  },
  refunds: [{ ...moments, ...ids("id"), ...texts("speed_processed status"), amount }],
  notes: anything,
} as const satisfies SchemaOf<StatusPayment>;

/**
 * The status of a message that you sent. Statuses may arrive in any order, and `delivered` may be missing if the
 * message was read immediately.
 *
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages/status
 */
export interface MessageStatus {
  /** The message you sent. */
  id: string;
  /** `played` is the first playback of a voice message; `pending` and `captured` concern payments. */
  status: Open<"sent" | "delivered" | "read" | "played" | "failed" | "pending" | "captured">;
  /** Unix seconds. */
  timestamp?: string | undefined;
  type?: Open<"payment" | "message"> | undefined;
  /** Phone number in digits, or the group if `recipient_type` is `group`. */
  recipient_id?: string | undefined;
  recipient_user_id?: string | undefined;
  /** Also filled in if Meta calls it `parent_recipient_user_id`. */
  recipient_parent_user_id?: string | undefined;
  recipient_type?: Open<"group"> | undefined;
  /** The group member. Also filled in if Meta calls it `participant_recipient_id`. */
  recipient_participant_id?: string | undefined;
  recipient_participant_user_id?: string | undefined;
  recipient_participant_parent_user_id?: string | undefined;
  /** Only where the identity-change check is on. */
  recipient_identity_key_hash?: string | undefined;
  group_id?: string | undefined;
  /** The value you sent with the message, or the tag that the client generated. */
  biz_opaque_callback_data?: string | undefined;
  /** The template that Direct Send created from the message. */
  template_id?: string | undefined;
  conversation?: StatusConversation | undefined;
  /** Also filled in if Meta puts it inside `conversation`. */
  pricing?: StatusPricing | undefined;
  /** Why it failed. Pass one to `toApiError` to learn what to do. */
  errors?: WebhookError[] | undefined;
  payment?: StatusPayment | undefined;
}

export const statusSchema = {
  ...ids("id! timestamp recipient_id recipient_participant_id group_id template_id"),
  ...texts("status! type recipient_type recipient_user_id recipient_parent_user_id"),
  ...texts("recipient_participant_user_id recipient_participant_parent_user_id"),
  ...texts("recipient_identity_key_hash biz_opaque_callback_data"),
  conversation: { ...ids("id expiration_timestamp"), origin: texts("type"), pricing },
  pricing,
  errors: errorsSchema,
  payment: paymentSchema,
} satisfies SchemaOf<MessageStatus>;
