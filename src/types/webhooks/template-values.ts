import * as z from "zod/mini";
import type { Open } from "../common.ts";
import { once } from "../once.ts";
import { id, object, open, optionalId, optionalNumber, words } from "./pieces.ts";

/** A template's category. */
export type WebhookTemplateCategory = Open<"MARKETING" | "UTILITY" | "AUTHENTICATION">;

/** A template's quality. */
export type WebhookTemplateQuality = Open<"GREEN" | "YELLOW" | "RED" | "UNKNOWN">;

/** Which template a webhook is about. */
export interface TemplateReference {
  message_template_id: string;
  message_template_name: string;
  /** `en_US`, or `en-US` in some webhooks. */
  message_template_language: string;
}

/** @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/message_template_status_update */
export interface TemplateStatusUpdate extends TemplateReference {
  event: Open<
    | "APPROVED"
    | "ARCHIVED"
    | "UNARCHIVED"
    | "DELETED"
    | "DISABLED"
    | "FLAGGED"
    | "IN_APPEAL"
    | "LIMIT_EXCEEDED"
    | "LOCKED"
    | "PAUSED"
    | "PENDING"
    | "REINSTATED"
    | "PENDING_DELETION"
    | "REJECTED"
  >;
  message_template_category?: WebhookTemplateCategory | undefined;
  reason?: string | null | undefined;
  disable_info?: { disable_date?: string | undefined } | undefined;
  other_info?: { title?: string | undefined; description?: string | undefined } | undefined;
  rejection_info?: { reason?: string | undefined; recommendation?: string | undefined } | undefined;
}

/** @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/message_template_quality_update */
export interface TemplateQualityUpdate extends TemplateReference {
  previous_quality_score?: WebhookTemplateQuality | undefined;
  new_quality_score: WebhookTemplateQuality;
}

/** @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/message_template_components_update */
export interface TemplateComponentsUpdate extends TemplateReference {
  /** The body's text. */
  message_template_element?: string | undefined;
  message_template_title?: string | undefined;
  message_template_footer?: string | undefined;
  message_template_buttons?:
    | {
        message_template_button_type?: string | undefined;
        message_template_button_text?: string | undefined;
        message_template_button_url?: string | undefined;
        message_template_button_phone_number?: string | undefined;
      }[]
    | undefined;
}

/**
 * With `correct_category` it announces a change a day ahead, and `new_category` is still the present one; without,
 * the change has been made.
 *
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/template_category_update
 */
export interface TemplateCategoryUpdate extends TemplateReference {
  new_category: WebhookTemplateCategory;
  previous_category?: WebhookTemplateCategory | undefined;
  correct_category?: WebhookTemplateCategory | undefined;
  category_update_timestamp?: number | undefined;
}

/** @see https://developers.facebook.com/documentation/business-messaging/whatsapp/direct-send/integrity-and-content-guidelines */
export interface TemplateCategoryDetection extends TemplateReference {
  category?: WebhookTemplateCategory | undefined;
  correct_category?: WebhookTemplateCategory | undefined;
}

const reference = () => ({
  message_template_id: id,
  message_template_name: z.string(),
  message_template_language: z.string(),
});
const category = open<"MARKETING" | "UTILITY" | "AUTHENTICATION">();
const quality = open<"GREEN" | "YELLOW" | "RED" | "UNKNOWN">();

export const templateValueSchemas = {
  message_template_status_update: once(
    () =>
      object({
        ...reference(),
        event: open() as z.ZodMiniType<TemplateStatusUpdate["event"]>,
        message_template_category: z.optional(category),
        reason: z.optional(z.nullable(z.string())),
        disable_info: z.optional(object({ disable_date: optionalId })),
        other_info: z.optional(words("title", "description")),
        rejection_info: z.optional(words("reason", "recommendation")),
      }) satisfies z.ZodMiniType<TemplateStatusUpdate>,
  ),
  message_template_quality_update: once(
    () =>
      object({
        ...reference(),
        previous_quality_score: z.optional(quality),
        new_quality_score: quality,
      }) satisfies z.ZodMiniType<TemplateQualityUpdate>,
  ),
  message_template_components_update: once(
    () =>
      object({
        ...reference(),
        message_template_element: z.optional(z.string()),
        message_template_title: z.optional(z.string()),
        message_template_footer: z.optional(z.string()),
        message_template_buttons: z.optional(
          z.array(
            words(
              "message_template_button_type",
              "message_template_button_text",
              "message_template_button_url",
              "message_template_button_phone_number",
            ),
          ),
        ),
      }) satisfies z.ZodMiniType<TemplateComponentsUpdate>,
  ),
  template_category_update: once(
    () =>
      object({
        ...reference(),
        new_category: category,
        previous_category: z.optional(category),
        correct_category: z.optional(category),
        category_update_timestamp: optionalNumber,
      }) satisfies z.ZodMiniType<TemplateCategoryUpdate>,
  ),
  template_correct_category_detection: once(
    () =>
      object({
        ...reference(),
        category: z.optional(category),
        correct_category: z.optional(category),
      }) satisfies z.ZodMiniType<TemplateCategoryDetection>,
  ),
};
