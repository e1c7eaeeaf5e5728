import type { Open } from "../common.ts";
import { ids, number, orNull, type SchemaOf, text, texts } from "./schema.ts";

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
  message_template_name?: string | undefined;
  /** `en_US`; some of Meta's samples have `en-US`. */
  message_template_language?: string | undefined;
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
  ...ids("message_template_id!"),
  ...texts("message_template_name message_template_language"),
};

export const templateStatusSchema = {
  ...reference,
  ...texts("event! message_template_category"),
  reason: orNull(text),
  disable_info: ids("disable_date"),
  other_info: texts("title description"),
  rejection_info: texts("reason recommendation"),
} satisfies SchemaOf<TemplateStatusUpdate>;

/** The quality rating of a template, based on customer feedback. */
export type QualityScore = Open<"GREEN" | "YELLOW" | "RED" | "UNKNOWN">;

/**
 * A template's quality score changed.
 *
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/message_template_quality_update
 */
export interface TemplateQualityUpdate extends TemplateReference {
  previous_quality_score?: QualityScore | undefined;
  new_quality_score?: QualityScore | undefined;
}

export const templateQualitySchema = {
  ...reference,
  ...texts("previous_quality_score new_quality_score"),
} satisfies SchemaOf<TemplateQualityUpdate>;

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

export const templateComponentsSchema = {
  ...reference,
  ...texts("message_template_element message_template_title message_template_footer"),
  message_template_buttons: [
    texts(
      "message_template_button_type message_template_button_text message_template_button_url message_template_button_phone_number",
    ),
  ],
} as const satisfies SchemaOf<TemplateComponentsUpdate>;

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
  new_category?: WebhookTemplateCategory | undefined;
  /** When it will change, in Unix seconds. */
  category_update_timestamp?: number | undefined;
}

export const templateCategorySchema = {
  ...reference,
  ...texts("correct_category previous_category new_category"),
  category_update_timestamp: number,
} satisfies SchemaOf<TemplateCategoryUpdate>;

/**
 * Meta found that a template or message belongs to another category than declared.
 *
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/direct-send/integrity-and-content-guidelines
 */
export interface TemplateCategoryDetection extends TemplateReference {
  category?: WebhookTemplateCategory | undefined;
  correct_category?: WebhookTemplateCategory | undefined;
}

export const templateDetectionSchema = {
  ...reference,
  ...texts("category correct_category"),
} satisfies SchemaOf<TemplateCategoryDetection>;
