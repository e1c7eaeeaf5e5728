import type { Open } from "../common.ts";
import type { NumberMetadata } from "./number-values.ts";
import { ids, type SchemaOf, texts } from "./schema.ts";

/** The role of a partner in a conversation. */
export type ThreadRole = Open<
  "customer_service" | "marketing" | "utility" | "ctwa" | "ai_agent" | "escalation" | "meta_business_agent"
>;

/** One earlier turn of a conversation. */
export interface ConversationTurn {
  from?: string | undefined;
  role?: string | undefined;
  sender_type?: string | undefined;
  type?: string | undefined;
  text?: { body?: string | undefined } | undefined;
}

/** The conversation before the handover: a summary, or the turns themselves. */
export interface ConversationContext {
  type?: Open<"summary" | "history"> | undefined;
  summary?: { text?: string | undefined } | undefined;
  history?: { items?: ConversationTurn[] | undefined } | undefined;
}

export const conversationContextSchema = {
  ...texts("type"),
  summary: texts("text"),
  history: { items: [{ ...ids("from"), ...texts("role sender_type type"), text: texts("body") }] },
} as const satisfies SchemaOf<ConversationContext>;

/** The previous and the new owner of the conversation. */
export interface ThreadControl {
  /** @deprecated Use `previous_owner_role`: Meta will drop it. */
  previous_owner_app_id?: string | undefined;
  /** @deprecated Use `previous_owner_role`: Meta will drop it. */
  previous_owner_app_role?: ThreadRole | undefined;
  previous_owner_role?: ThreadRole | undefined;
  new_owner_app_id?: string | undefined;
  /** Always `escalation` when the conversation was taken. */
  new_owner_role?: ThreadRole | undefined;
  /** Text that the previous owner passed along. */
  metadata?: string | undefined;
  conversation_context?: ConversationContext | undefined;
  /** The older form of the `previous_owner_…` keys. */
  previous_owner?:
    | { app_id?: string | undefined; app_role?: string | undefined; business_id?: string | undefined }
    | undefined;
}

const control = {
  ...ids("previous_owner_app_id new_owner_app_id"),
  ...texts("previous_owner_app_role previous_owner_role new_owner_role metadata"),
  conversation_context: conversationContextSchema,
  previous_owner: { ...ids("app_id business_id"), ...texts("app_role") },
} satisfies SchemaOf<ThreadControl>;

/**
 * You gained (`control_passed`) or lost (`control_taken`) a conversation. Meta may omit `type`: then check which of the
 * two objects is present.
 *
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messaging-handovers
 */
export interface MessagingHandover {
  messaging_product?: string | undefined;
  /** The business number. */
  recipient?: NumberMetadata | undefined;
  /** The customer. */
  sender?:
    | { phone_number?: string | undefined; wa_id?: string | undefined; user_id?: string | undefined }
    | undefined;
  /** Unix seconds. */
  timestamp?: string | undefined;
  type?: Open<"control_passed" | "control_taken"> | undefined;
  control_passed?: ThreadControl | undefined;
  control_taken?: ThreadControl | undefined;
}

export const handoverSchema = {
  ...ids("timestamp"),
  ...texts("messaging_product type"),
  recipient: ids("display_phone_number phone_number_id"),
  sender: { ...ids("phone_number wa_id"), ...texts("user_id") },
  control_passed: control,
  control_taken: control,
} satisfies SchemaOf<MessagingHandover>;
