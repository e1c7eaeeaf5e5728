import { once } from "../../utils/once.ts";
import { object, optional, optionalId, type Schema, text } from "./schema.ts";

/**
 * A customer as a webhook names them; the phone number is absent where it may not be shared.
 *
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/business-scoped-user-ids
 */
export interface WebhookContact {
  profile?:
    | {
        name?: string | undefined;
        /** Only for people who chose one; it changes freely. */
        username?: string | undefined;
      }
    | undefined;
  /** Phone number in digits, without a plus. */
  wa_id?: string | undefined;
  /** Business-scoped user id, such as `US.13491208655302741918`. */
  user_id?: string | undefined;
  /** The id shared by linked business portfolios; only for enrolled businesses. */
  parent_user_id?: string | undefined;
  /** Only where the identity-change check is on. */
  identity_key_hash?: string | undefined;
}

export const contactSchema = once(
  () =>
    object({
      profile: optional(object({ name: text, username: text })),
      wa_id: optionalId,
      user_id: text,
      parent_user_id: text,
      identity_key_hash: text,
    }) satisfies Schema<WebhookContact>,
);

/**
 * A customer as an event names them. Can be given as `to` of a reply as it is.
 *
 * People with a username may be known by `user_id` only: the phone number is absent wherever Meta may not share it.
 *
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/business-scoped-user-ids
 */
export interface WebhookSender {
  /** Phone number in digits, without a plus. */
  wa_id?: string | undefined;
  /** Business-scoped user id. It changes when the person changes number. */
  user_id?: string | undefined;
  /** The id shared by linked business portfolios; only for enrolled businesses. */
  parent_user_id?: string | undefined;
  /** Chosen by the person and free to change: never a key. */
  username?: string | undefined;
  /** The profile name. */
  name?: string | undefined;
}

/** Where a reply goes: to the group, or to the person. Can be given as `to` as it is. */
export type Chat = { group_id: string } | WebhookSender;
