import { id, type SchemaOf, texts } from "./schema.ts";

/**
 * A customer as Meta lists them in a webhook. The phone number is absent if Meta may not share it.
 *
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/business-scoped-user-ids
 */
export interface WebhookContact {
  profile?:
    | {
        name?: string | undefined;
        /** Only if the person chose one. It can change at any time. */
        username?: string | undefined;
      }
    | undefined;
  /** Phone number in digits, without a plus. */
  wa_id?: string | undefined;
  /** Business-scoped user id, such as `US.13491208655302741918`. */
  user_id?: string | undefined;
  /** The id shared by linked business portfolios; only for enrolled businesses. */
  parent_user_id?: string | undefined;
  /** Only if the identity change check is enabled. */
  identity_key_hash?: string | undefined;
}

export const contactSchema = {
  wa_id: id,
  ...texts("user_id parent_user_id identity_key_hash"),
  profile: texts("name username"),
} satisfies SchemaOf<WebhookContact>;

/**
 * A customer as events identify them. Pass it as `to` to reply.
 *
 * People with a username may be known only by `user_id`: the phone number is absent if Meta may not share it.
 *
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/business-scoped-user-ids
 */
export interface WebhookSender {
  /** Phone number in digits, without a plus. */
  wa_id?: string | undefined;
  /** Business-scoped user id. It changes when the person changes their phone number. */
  user_id?: string | undefined;
  /** The id shared by linked business portfolios; only for enrolled businesses. */
  parent_user_id?: string | undefined;
  /** Chosen by the person, who may change it at any time. Do not use it as a key. */
  username?: string | undefined;
  /** The profile name. */
  name?: string | undefined;
}

/** Where to send a reply: to the group, or to the person. Pass it as `to`. */
export type Chat = { group_id: string } | WebhookSender;
