import type { Open } from "../types/common.ts";
import { type Json, withoutUndefined } from "../utils/json.ts";
import type { WebhookChange } from "./events.ts";

/** The template that a webhook is about. */
export interface TemplateFacts {
  message_template_name: string;
  /** Digits. `webhookBody` writes them as a JSON number, as Meta does, even beyond 2^53. */
  message_template_id: string;
  /** Default `en_US`, or `en-US` in a status update, where Meta writes a hyphen. */
  message_template_language?: string | undefined;
  [key: string]: unknown;
}

type Category = Open<"AUTHENTICATION" | "MARKETING" | "UTILITY">;
type Score = Open<"GREEN" | "YELLOW" | "RED" | "UNKNOWN">;

/** A new status of a template. */
export interface TemplateStatusFacts extends TemplateFacts {
  /** The status. */
  event: Open<"APPROVED" | "REJECTED" | "PENDING" | "PAUSED" | "DISABLED" | "DELETED">;
  /** Default: left out. */
  message_template_category?: string | undefined;
  /** Why it was rejected or paused. Default `NONE`. */
  reason?: string | null | undefined;
}

/** A new quality score of a template. */
export interface TemplateQualityFacts extends TemplateFacts {
  previous_quality_score: Score;
  new_quality_score: Score;
}

/** A category change of a template, or the notice of one. */
export interface TemplateCategoryFacts extends TemplateFacts {
  /** The new category. In a notice: the current one. */
  new_category: Category;
  /** The category before the change. Leave it out for a notice. */
  previous_category?: Category | undefined;
  /** For a notice: the category that the template will have. */
  correct_category?: Category | undefined;
  /** For a notice: when the category will change, in unix seconds. */
  category_update_timestamp?: number | undefined;
}

/** The components of a template after an edit. */
export interface TemplateComponentsFacts extends TemplateFacts {
  /** The body text. */
  message_template_element: string;
  /** The header text, if the header is text. */
  message_template_title?: string | undefined;
  message_template_footer?: string | undefined;
  message_template_buttons?: readonly Record<string, unknown>[] | undefined;
}

const templateChange = (field: string, facts: TemplateFacts): WebhookChange => {
  const value: Json = { message_template_language: "en_US", ...facts };
  return { field, value: withoutUndefined(value) };
};

/**
 * A `message_template_status_update` change.
 *
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/message_template_status_update
 */
export const templateStatusUpdate = (facts: TemplateStatusFacts): WebhookChange =>
  templateChange("message_template_status_update", {
    message_template_language: "en-US",
    reason: "NONE",
    ...facts,
  });

/**
 * A `message_template_quality_update` change.
 *
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/message_template_quality_update
 */
export const templateQualityUpdate = (facts: TemplateQualityFacts): WebhookChange =>
  templateChange("message_template_quality_update", facts);

/**
 * A `template_category_update` change. With `correct_category` it is a notice; without, the change has been made.
 *
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/template_category_update
 */
export const templateCategoryUpdate = (facts: TemplateCategoryFacts): WebhookChange =>
  templateChange("template_category_update", facts);

/**
 * A `message_template_components_update` change, which follows an edit.
 *
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/message_template_components_update
 */
export const templateComponentsUpdate = (facts: TemplateComponentsFacts): WebhookChange =>
  templateChange("message_template_components_update", facts);
