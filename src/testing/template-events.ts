import type { Open } from "../types/common.ts";
import { type Json, withoutUndefined } from "../utils/json.ts";
import type { WebhookChange } from "./events.ts";

/** Which template a webhook is about. */
export interface TemplateFacts {
  message_template_name: string;
  /** Digits; `webhookBody` writes them as a JSON number, as Meta does, also where a double cannot hold it. */
  message_template_id: string;
  /** Default `en_US`; in a status update `en-US`, where Meta writes a hyphen. */
  message_template_language?: string | undefined;
  [key: string]: unknown;
}

type Category = Open<"AUTHENTICATION" | "MARKETING" | "UTILITY">;
type Score = Open<"GREEN" | "YELLOW" | "RED" | "UNKNOWN">;

/** What became of a template. */
export interface TemplateStatusFacts extends TemplateFacts {
  /** What happened to it. */
  event: Open<"APPROVED" | "REJECTED" | "PENDING" | "PAUSED" | "DISABLED" | "DELETED">;
  /** Default: left out. */
  message_template_category?: string | undefined;
  /** Why it was refused or paused. Default `NONE`. */
  reason?: string | null | undefined;
}

/** What users make of a template now. */
export interface TemplateQualityFacts extends TemplateFacts {
  previous_quality_score: Score;
  new_quality_score: Score;
}

/** Into which category a template went, or will go. */
export interface TemplateCategoryFacts extends TemplateFacts {
  /** In a notice: the category it still has. */
  new_category: Category;
  /** The category it had. Absent in a notice. */
  previous_category?: Category | undefined;
  /** In a notice: the category it will have. */
  correct_category?: Category | undefined;
  /** In a notice: when that happens, in unix seconds. */
  category_update_timestamp?: number | undefined;
}

/** The texts of a template after an edit. */
export interface TemplateComponentsFacts extends TemplateFacts {
  /** The body. */
  message_template_element: string;
  /** The header, if it is a text. */
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
 * A `template_category_update` change: a notice when it has a `correct_category`, otherwise what was done.
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
