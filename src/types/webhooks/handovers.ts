import { once } from "../../utils/once.ts";
import type { Open } from "../common.ts";
import type { NumberMetadata } from "./number-values.ts";
import { list, object, optional, optionalId, type Schema, text, timestamp } from "./schema.ts";

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

export const conversationContextSchema = once(
  () =>
    object({
      type: text,
      summary: optional(object({ text })),
      history: optional(
        object({
          items: list(
            object({
              from: optionalId,
              role: text,
              sender_type: text,
              type: text,
              text: optional(object({ body: text })),
            }),
          ),
        }),
      ),
    }) satisfies Schema<ConversationContext>,
);

/** The previous and the new owner of the conversation. */
export interface ThreadControl {
  previous_owner_app_id?: string | undefined;
  previous_owner_app_role?: ThreadRole | undefined;
  previous_owner_role?: ThreadRole | undefined;
  new_owner_app_id?: string | undefined;
  new_owner_role?: ThreadRole | undefined;
  /** Text that the previous owner passed along. */
  metadata?: string | undefined;
  conversation_context?: ConversationContext | undefined;
  /** The older form of the `previous_owner_…` keys. */
  previous_owner?:
    | { app_id?: string | undefined; app_role?: string | undefined; business_id?: string | undefined }
    | undefined;
}

const control = () =>
  object({
    previous_owner_app_id: optionalId,
    previous_owner_app_role: text,
    previous_owner_role: text,
    new_owner_app_id: optionalId,
    new_owner_role: text,
    metadata: text,
    conversation_context: optional(conversationContextSchema()),
    previous_owner: optional(object({ app_id: optionalId, app_role: text, business_id: optionalId })),
  }) satisfies Schema<ThreadControl>;

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

export const handoverSchema = once(
  () =>
    object({
      messaging_product: text,
      recipient: optional(object({ display_phone_number: optionalId, phone_number_id: optionalId })),
      sender: optional(object({ phone_number: optionalId, wa_id: optionalId, user_id: text })),
      timestamp: optional(timestamp),
      type: text,
      control_passed: optional(control()),
      control_taken: optional(control()),
    }) satisfies Schema<MessagingHandover>,
);
