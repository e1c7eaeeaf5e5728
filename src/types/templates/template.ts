import type { Open } from "../common.ts";

/** How a template is filed; decides its price. */
export type TemplateCategory = Open<"AUTHENTICATION" | "MARKETING" | "UTILITY">;

/** Where a template is in its life. Only approved ones can be sent. */
export type TemplateStatus = Open<
  | "APPROVED"
  | "ARCHIVED"
  | "DELETED"
  | "DISABLED"
  | "IN_APPEAL"
  | "LIMIT_EXCEEDED"
  | "PAUSED"
  | "PENDING"
  | "PENDING_DELETION"
  | "REJECTED"
>;

/** How recipients took a template. */
export type TemplateQuality = Open<"GREEN" | "YELLOW" | "RED" | "UNKNOWN">;

/** A named placeholder and a value to show for it. */
export interface NamedExample {
  param_name: string;
  example: string;
}

/** A template's header. */
export interface TemplateHeader {
  type: "HEADER";
  format: Open<"TEXT" | "IMAGE" | "VIDEO" | "DOCUMENT" | "GIF" | "LOCATION" | "PRODUCT">;
  /** Up to 60 characters, one placeholder. */
  text?: string | undefined;
  example?:
    | {
        header_text?: string[] | undefined;
        header_text_named_params?: NamedExample[] | undefined;
        /** From `media.uploadSample`. */
        header_handle?: string[] | undefined;
      }
    | undefined;
}

/** A template's body; authentication templates have flags instead of a text. */
export interface TemplateBody {
  type: "BODY";
  /** Up to 1024 characters. */
  text?: string | undefined;
  add_security_recommendation?: boolean | undefined;
  example?:
    | { body_text?: string[][] | undefined; body_text_named_params?: NamedExample[] | undefined }
    | undefined;
}

/** A template's footer. */
export interface TemplateFooter {
  type: "FOOTER";
  /** Up to 60 characters, no placeholders. */
  text?: string | undefined;
  /** Authentication templates: 1 to 90. */
  code_expiration_minutes?: number | undefined;
}

/** A button; each type has its own keys. */
export interface TemplateButton {
  type: Open<
    | "QUICK_REPLY"
    | "URL"
    | "PHONE_NUMBER"
    | "COPY_CODE"
    | "OTP"
    | "FLOW"
    | "CATALOG"
    | "MPM"
    | "SPM"
    | "VOICE_CALL"
    | "ORDER_DETAILS"
    | "PAYMENT_REQUEST"
    | "REQUEST_CONTACT_INFO"
  >;
  /** The label, up to 25 characters. */
  text?: string | undefined;
  /** Up to 2000 characters, one placeholder at its end. */
  url?: string | undefined;
  /** URL buttons: one whole address; coupon codes: the code. */
  example?: string | string[] | undefined;
  /** Up to 20 characters. */
  phone_number?: string | undefined;
  otp_type?: Open<"COPY_CODE" | "ONE_TAP" | "ZERO_TAP"> | undefined;
  autofill_text?: string | undefined;
  supported_apps?: { package_name: string; signature_hash: string }[] | undefined;
  zero_tap_terms_accepted?: boolean | undefined;
  flow_id?: string | undefined;
  flow_name?: string | undefined;
  flow_json?: string | undefined;
  flow_action?: Open<"navigate" | "data_exchange"> | undefined;
  navigate_screen?: string | undefined;
  icon?: string | undefined;
  app_deep_link?: Record<string, unknown> | undefined;
  payment_setting?: Record<string, unknown> | undefined;
}

/** A template's buttons: up to ten. */
export interface TemplateButtons {
  type: "BUTTONS";
  buttons: TemplateButton[];
}

/** A carousel: two to ten cards with the same components. */
export interface TemplateCarousel {
  type: "CAROUSEL";
  cards: { components: (TemplateHeader | TemplateBody | TemplateButtons)[] }[];
}

/** A limited-time offer. */
export interface TemplateLimitedTimeOffer {
  type: "LIMITED_TIME_OFFER";
  limited_time_offer: { text: string; has_expiration?: boolean | undefined };
}

/** Asks for permission to call. */
export interface TemplateCallPermissionRequest {
  type: "CALL_PERMISSION_REQUEST";
}

/** A part of a template as it is defined. */
export type TemplatePart =
  | TemplateHeader
  | TemplateBody
  | TemplateFooter
  | TemplateButtons
  | TemplateCarousel
  | TemplateLimitedTimeOffer
  | TemplateCallPermissionRequest;

/** What can be changed of a template; its name and language cannot. */
export interface TemplateChanges {
  /** Replaces all components: give every one, with its examples. */
  components?: TemplatePart[] | undefined;
  category?: TemplateCategory | undefined;
  parameter_format?: Open<"POSITIONAL" | "NAMED"> | undefined;
  /** How long an undelivered message is tried, in seconds; -1 for 30 days. */
  message_send_ttl_seconds?: number | undefined;
  cta_url_link_tracking_opted_out?: boolean | undefined;
  sub_category?: string | undefined;
  display_format?: string | undefined;
  is_primary_device_delivery_only?: boolean | undefined;
}

/** A new template. */
export interface TemplateDefinition extends TemplateChanges {
  /** Lower-case letters, digits and underscores; up to 512. */
  name: string;
  /** A code such as `en_US`. */
  language: string;
  category: TemplateCategory;
  /** Makes the template from one of Meta's library. */
  library_template_name?: string | undefined;
  library_template_button_inputs?: Record<string, unknown>[] | undefined;
  library_template_body_inputs?: Record<string, unknown> | undefined;
}

/**
 * A template as the account holds it. Which keys are there depends on the `fields` asked for.
 *
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/reference/whatsapp-business-account/message-template-api
 */
export interface Template {
  id: string;
  name: string;
  language: string;
  status: TemplateStatus;
  category: TemplateCategory;
  components?: TemplatePart[] | undefined;
  parameter_format?: Open<"POSITIONAL" | "NAMED"> | undefined;
  sub_category?: string | undefined;
  previous_category?: TemplateCategory | undefined;
  correct_category?: TemplateCategory | undefined;
  rejected_reason?: string | undefined;
  quality_score?:
    | { score: TemplateQuality; date?: number | undefined; reasons?: string[] | undefined }
    | undefined;
  message_send_ttl_seconds?: number | undefined;
  last_updated_time?: number | string | undefined;
  library_template_name?: string | undefined;
  source?: string | undefined;
}

/** What creating a template is answered with. */
export interface CreatedTemplate {
  id: string;
  status: TemplateStatus;
  /** Meta's choice; may differ from the one asked for. */
  category: TemplateCategory;
}

/** Which templates to list. */
export interface TemplateFilters {
  /** Which keys to fetch. Default: Meta's. */
  fields?: readonly Open<keyof Template>[] | undefined;
  /** How many on a page. */
  limit?: number | undefined;
  after?: string | undefined;
  before?: string | undefined;
  /** The exact name, in all languages. */
  name?: string | undefined;
  name_or_content?: string | undefined;
  content?: string | undefined;
  category?: readonly TemplateCategory[] | undefined;
  language?: readonly string[] | undefined;
  status?: readonly TemplateStatus[] | undefined;
  quality_score?: readonly TemplateQuality[] | undefined;
  source?: Open<"AUTO_GENERATED" | "MANUAL"> | undefined;
  correct_category?: TemplateCategory | undefined;
  /** Unix seconds. */
  since?: number | undefined;
  /** Unix seconds. */
  until?: number | undefined;
  /** Counts that come with the page, such as `total_count`. */
  summary?: readonly string[] | undefined;
}
