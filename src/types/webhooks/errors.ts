import { code, type SchemaOf, texts, withAny } from "./schema.ts";

/**
 * An error object inside a webhook; it has a `code` or a `title`. `toApiError` converts it to an `ApiError`.
 *
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages/errors
 */
export interface WebhookError {
  /** Meta's error code. A number, except for group payloads with non-numeric text. */
  code?: number | string | undefined;
  /** Same as `message`; missing on call errors. */
  title?: string | undefined;
  message?: string | undefined;
  error_data?: { details?: string | undefined } | undefined;
  /** Meta's page about the error; may lack the host. */
  href?: string | undefined;
  type?: string | undefined;
}

export const webhookErrorSchema = withAny(
  { code, ...texts("title message href type"), error_data: texts("details") },
  "code",
  "title",
) satisfies SchemaOf<WebhookError>;

export const errorsSchema = [webhookErrorSchema] as const;
