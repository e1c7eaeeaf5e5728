import { once } from "../../utils/once.ts";
import type { Open } from "../common.ts";
import {
  id,
  list,
  nullable,
  object,
  optional,
  optionalNumber,
  type Schema,
  string,
  text,
  timestamp,
} from "./schema.ts";

/** A category as Meta's webhooks spell it. */
export type WebhookTemplateCategory = Open<"MARKETING" | "UTILITY" | "AUTHENTICATION">;

/** Why a template was rejected. */
export type TemplateReason = Open<
  | "NONE"
  | "ABUSIVE_CONTENT"
  | "CATEGORY_NOT_AVAILABLE"
  | "INCORRECT_CATEGORY"
  | "INVALID_FORMAT"
  | "PROMOTIONAL"
  | "SCAM"
  | "TAG_CONTENT_MISMATCH"
>;

/** The template a webhook is about. */
export interface TemplateReference {
  message_template_id: string;
  message_template_name: string;
  /** `en_US`; some of Meta's samples have `en-US`. */
  message_template_language: string;
}

/**
 * A template was approved, rejected, paused, disabled, …
 *
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/message_template_status_update
 */
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
  /** `null` when the template is scheduled for deletion. */
  reason?: TemplateReason | null | undefined;
  /** When it will be disabled: Unix seconds, or a date as Meta formatted it. */
  disable_info?: { disable_date?: string | undefined } | undefined;
  /** Why it was paused or locked. */
  other_info?:
    | {
        title?:
          | Open<"FIRST_PAUSE" | "SECOND_PAUSE" | "RATE_LIMITING_PAUSE" | "UNPAUSE" | "DISABLED">
          | undefined;
        description?: string | undefined;
      }
    | undefined;
  /** Only with reason `INVALID_FORMAT`: what is wrong and how to fix it. */
  rejection_info?: { reason?: string | undefined; recommendation?: string | undefined } | undefined;
}

const reference = {
  message_template_id: id,
  message_template_name: string,
  message_template_language: string,
};

export const templateStatusSchema = once(
  () =>
    object({
      ...reference,
      event: string,
      message_template_category: text,
      reason: nullable(string),
      disable_info: optional(object({ disable_date: optional(timestamp) })),
      other_info: optional(
        object({
          title: text,
          description: text,
        }),
      ),
      rejection_info: optional(object({ reason: text, recommendation: text })),
    }) satisfies Schema<TemplateStatusUpdate>,
);

/** The quality rating of a template, based on customer feedback. */
export type QualityScore = Open<"GREEN" | "YELLOW" | "RED" | "UNKNOWN">;

/**
 * A template's quality score changed.
 *
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/message_template_quality_update
 */
export interface TemplateQualityUpdate extends TemplateReference {
  previous_quality_score?: QualityScore | undefined;
  new_quality_score: QualityScore;
}

export const templateQualitySchema = once(
  () =>
    object({
      ...reference,
      previous_quality_score: text,
      new_quality_score: string,
    }) satisfies Schema<TemplateQualityUpdate>,
);

/** A button of an edited template. */
export interface TemplateButtonUpdate {
  message_template_button_type?: Open<"URL" | "PHONE_NUMBER"> | undefined;
  message_template_button_text?: string | undefined;
  message_template_button_url?: string | undefined;
  message_template_button_phone_number?: string | undefined;
}

/**
 * A template was edited. These are its new contents.
 *
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/message_template_components_update
 */
export interface TemplateComponentsUpdate extends TemplateReference {
  /** The body. */
  message_template_element?: string | undefined;
  /** The header, if it is text. */
  message_template_title?: string | undefined;
  message_template_footer?: string | undefined;
  /** Only if the template has a URL or phone number button. */
  message_template_buttons?: TemplateButtonUpdate[] | undefined;
}

export const templateComponentsSchema = once(
  () =>
    object({
      ...reference,
      message_template_element: text,
      message_template_title: text,
      message_template_footer: text,
      message_template_buttons: list(
        object({
          message_template_button_type: text,
          message_template_button_text: text,
          message_template_button_url: text,
          message_template_button_phone_number: text,
        }),
      ),
    }) satisfies Schema<TemplateComponentsUpdate>,
);

/**
 * Meta will change a template's category in 24 hours (then `correct_category` is present), or has changed it (then
 * `previous_category` is present).
 *
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/template_category_update
 */
export interface TemplateCategoryUpdate extends TemplateReference {
  /** The category it will have. */
  correct_category?: WebhookTemplateCategory | undefined;
  /** The category it had. */
  previous_category?: WebhookTemplateCategory | undefined;
  /** The category it currently has, even in an announcement. */
  new_category: WebhookTemplateCategory;
  /** When it will change, in Unix seconds. */
  category_update_timestamp?: number | undefined;
}

export const templateCategorySchema = once(
  () =>
    object({
      ...reference,
      correct_category: text,
      previous_category: text,
      new_category: string,
      category_update_timestamp: optionalNumber,
    }) satisfies Schema<TemplateCategoryUpdate>,
);

/**
 * Meta found that a template or message belongs to another category than declared.
 *
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/direct-send/integrity-and-content-guidelines
 */
export interface TemplateCategoryDetection extends TemplateReference {
  category: WebhookTemplateCategory;
  correct_category: WebhookTemplateCategory;
}

export const templateDetectionSchema = once(
  () =>
    object({
      ...reference,
      category: string,
      correct_category: string,
    }) satisfies Schema<TemplateCategoryDetection>,
);
