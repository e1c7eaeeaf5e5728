import * as z from "zod/mini";
import { once } from "../once.ts";
import { object, optionalId, text, words } from "./pieces.ts";

/** A customer as a webhook names them; the phone number is absent where it may not be shared. */
export interface WebhookContact {
  profile?:
    | {
        name?: string | undefined;
        /** Only for people who chose one; it changes freely. */
        username?: string | undefined;
      }
    | undefined;
  /** Phone number in digits. */
  wa_id?: string | undefined;
  /** Business-scoped user id, such as `US.13491208655302741918`. */
  user_id?: string | undefined;
  parent_user_id?: string | undefined;
  /** Only where the identity-change check is on. */
  identity_key_hash?: string | undefined;
}

/** Who an event came from; can be given as `to` as it is. The phone number may be absent. */
export interface WebhookSender {
  wa_id?: string | undefined;
  user_id?: string | undefined;
  parent_user_id?: string | undefined;
  username?: string | undefined;
  name?: string | undefined;
}

/** Where a reply goes: to the group, or to the person. Can be given as `to` as it is. */
export type Chat = { group_id: string } | WebhookSender;

/**
 * An error object inside a webhook; `toApiError` makes an `ApiError` of it.
 *
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages/errors
 */
export interface WebhookError {
  /** Meta's error code. A few groups payloads carry text here. */
  code: number | string;
  title?: string | undefined;
  message?: string | undefined;
  error_data?: { details?: string | undefined } | undefined;
  href?: string | undefined;
}

export const webhookErrorSchema = once(
  () =>
    object({
      code: z.union([z.number(), z.string()]),
      title: text,
      message: text,
      error_data: z.optional(words("details")),
      href: text,
    }) satisfies z.ZodMiniType<WebhookError>,
);

export const errorsSchema = once(() => z.optional(z.array(webhookErrorSchema())));

export const contactSchema = once(
  () =>
    object({
      profile: z.optional(words("name", "username")),
      wa_id: optionalId,
      user_id: text,
      parent_user_id: text,
      identity_key_hash: text,
    }) satisfies z.ZodMiniType<WebhookContact>,
);
