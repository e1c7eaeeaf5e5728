import type { Open } from "../common.ts";
import type { KnownButtonType } from "./buttons.ts";
import type { DegreesOfFreedomSpec, OptimizationSpec } from "./definition.ts";
import type {
  TemplateCategory,
  TemplateLanguage,
  TemplateParameterFormat,
  TemplateQuality,
  TemplateRejectedReason,
  TemplateStatus,
  TemplateSubCategory,
} from "./values.ts";

/** A button as Meta returns it; its keys depend on `type`. */
export interface TemplateButtonInfo {
  /** A one-time-code button comes back as `URL`. */
  type: Open<KnownButtonType | "APP" | "EXTENSION" | "POSTBACK" | "REMINDER" | "SEND_LOCATION">;
  text?: string | undefined;
  url?: string | undefined;
  phone_number?: string | undefined;
  example?: string | string[] | undefined;
  otp_type?: Open<"COPY_CODE" | "ONE_TAP" | "ZERO_TAP"> | undefined;
  flow_id?: string | number | undefined;
  flow_action?: string | undefined;
  navigate_screen?: string | undefined;
  [key: string]: unknown;
}

/** A component as Meta returns it; its keys depend on `type`. */
export interface TemplateComponentInfo {
  type: Open<
    "HEADER" | "BODY" | "FOOTER" | "BUTTONS" | "CAROUSEL" | "LIMITED_TIME_OFFER" | "CALL_PERMISSION_REQUEST"
  >;
  /** Of a header. */
  format?: Open<"TEXT" | "IMAGE" | "VIDEO" | "DOCUMENT" | "GIF" | "LOCATION" | "PRODUCT"> | undefined;
  text?: string | undefined;
  /** The samples; here, `header_handle` contains URLs, which cannot be sent back in an edit. */
  example?:
    | {
        header_handle?: string[] | undefined;
        header_text?: string[] | undefined;
        header_text_named_params?: { param_name: string; example: string }[] | undefined;
        body_text?: string[][] | undefined;
        body_text_named_params?: { param_name: string; example: string }[] | undefined;
        [key: string]: unknown;
      }
    | undefined;
  buttons?: TemplateButtonInfo[] | undefined;
  cards?: { components: TemplateComponentInfo[] }[] | undefined;
  limited_time_offer?: { text?: string | undefined; has_expiration?: boolean | undefined } | undefined;
  add_security_recommendation?: boolean | undefined;
  code_expiration_minutes?: number | undefined;
  [key: string]: unknown;
}

/**
 * A template as Meta returns it. Further keys pass through.
 *
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/reference/whatsapp-business-account/message-template-api
 */
export interface Template {
  id: string;
  name: string;
  language: TemplateLanguage;
  status: TemplateStatus;
  category: Open<TemplateCategory>;
  components?: TemplateComponentInfo[] | undefined;
  parameter_format?: Open<TemplateParameterFormat> | undefined;
  sub_category?: TemplateSubCategory | undefined;
  display_format?: Open<"ORDER_DETAILS"> | undefined;
  source?: Open<"AUTO_GENERATED" | "MANUAL" | "auto_generated" | "manual"> | undefined;
  /** The category before Meta changed it. */
  previous_category?: Open<TemplateCategory> | undefined;
  /** The category that Meta considers correct; if it differs from `category`, a change is coming. */
  correct_category?: Open<TemplateCategory> | undefined;
  rejected_reason?: TemplateRejectedReason | undefined;
  quality_score?:
    | {
        score: TemplateQuality;
        /** Unix seconds. */
        date?: number | undefined;
        reason?: string | undefined;
        reasons?: string[] | undefined;
      }
    | undefined;
  health_status?: { can_send_message?: Open<"AVAILABLE" | "LIMITED" | "BLOCKED"> | undefined } | undefined;
  /** In seconds; -1 for 30 days. */
  message_send_ttl_seconds?: number | undefined;
  /** Unix seconds. */
  last_updated_time?: number | undefined;
  library_template_name?: string | undefined;
  cta_url_link_tracking_opted_out?: boolean | undefined;
  is_primary_device_delivery_only?: boolean | undefined;
  is_sms_fallback_enabled?: boolean | undefined;
  disable_ios_autofill?: boolean | undefined;
  degrees_of_freedom_spec?: DegreesOfFreedomSpec | undefined;
  optimization_spec?: OptimizationSpec | undefined;
  ad_account_id?: string | undefined;
  ad_campaign_id?: string | undefined;
  ad_adset_id?: string | undefined;
  ad_id?: string | undefined;
}

/** A field of a template to request. */
export type TemplateField = Open<keyof Template>;

/** A template with the requested fields; Meta always adds the id. */
export type SelectedTemplate<Field extends string> = Pick<Template, "id" | (Field & keyof Template)>;
