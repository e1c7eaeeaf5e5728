import { once } from "../../utils/once.ts";
import { code, list, object, optional, type Schema, text } from "./schema.ts";

/**
 * An error object inside a webhook. `toApiError` converts it to an `ApiError`.
 *
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages/errors
 */
export interface WebhookError {
  /** Meta's error code. A number, except for group payloads with non-numeric text. */
  code: number | string;
  /** Same as `message`; missing on call errors. */
  title?: string | undefined;
  message?: string | undefined;
  error_data?: { details?: string | undefined } | undefined;
  /** Meta's page about the error; may lack the host. */
  href?: string | undefined;
  type?: string | undefined;
}

export const webhookErrorSchema = once(
  () =>
    object({
      code,
      title: text,
      message: text,
      error_data: optional(object({ details: text })),
      href: text,
      type: text,
    }) satisfies Schema<WebhookError>,
);

export const errorsSchema = once(() => list(webhookErrorSchema()));
