import type { Open } from "../common.ts";

/** The purpose of a template. It determines what Meta charges and what the template can contain. */
export type TemplateCategory = "AUTHENTICATION" | "MARKETING" | "UTILITY";

/** Whether a template can be sent: only an `APPROVED` one can. */
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

/** Why Meta's review rejected a template; `NONE` if it did not. */
export type TemplateRejectedReason = Open<
  | "ABUSIVE_CONTENT"
  | "CATEGORY_NOT_AVAILABLE"
  | "INCORRECT_CATEGORY"
  | "INVALID_FORMAT"
  | "NONE"
  | "PROMOTIONAL"
  | "SCAM"
  | "TAG_CONTENT_MISMATCH"
>;

/** How recipients have recently responded to a template. */
export type TemplateQuality = Open<"GREEN" | "YELLOW" | "RED" | "UNKNOWN">;

/** How placeholders are written throughout the template: `{{1}}` or `{{first_name}}`. */
export type TemplateParameterFormat = "POSITIONAL" | "NAMED";

/** A narrower purpose within a category. */
export type TemplateSubCategory = Open<
  | "BOOKING_STATUS"
  | "CALL_PERMISSIONS_REQUEST"
  | "FLIGHT_DELAY_AND_GATE_CHANGE_ALERT"
  | "FRAUD_ALERT"
  | "ORDER_DETAILS"
  | "ORDER_STATUS"
  | "RICH_ORDER_STATUS"
>;

/**
 * A language of templates, with an underscore before the country.
 *
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/templates/supported-languages
 */
export type TemplateLanguage = Open<
  | "af"
  | "sq"
  | "ar"
  | "ar_EG"
  | "ar_AE"
  | "ar_LB"
  | "ar_MA"
  | "ar_QA"
  | "az"
  | "be_BY"
  | "bn"
  | "bn_IN"
  | "bg"
  | "ca"
  | "zh_CN"
  | "zh_HK"
  | "zh_TW"
  | "hr"
  | "cs"
  | "da"
  | "prs_AF"
  | "nl"
  | "nl_BE"
  | "en"
  | "en_GB"
  | "en_US"
  | "en_AE"
  | "en_AU"
  | "en_CA"
  | "en_GH"
  | "en_IE"
  | "en_IN"
  | "en_JM"
  | "en_MY"
  | "en_NZ"
  | "en_QA"
  | "en_SG"
  | "en_UG"
  | "en_ZA"
  | "et"
  | "fil"
  | "fi"
  | "fr"
  | "fr_BE"
  | "fr_CA"
  | "fr_CH"
  | "fr_CI"
  | "fr_MA"
  | "ka"
  | "de"
  | "de_AT"
  | "de_CH"
  | "el"
  | "gu"
  | "ha"
  | "he"
  | "hi"
  | "hu"
  | "id"
  | "ga"
  | "it"
  | "ja"
  | "kn"
  | "kk"
  | "rw_RW"
  | "ko"
  | "ky_KG"
  | "lo"
  | "lv"
  | "lt"
  | "mk"
  | "ms"
  | "ml"
  | "mr"
  | "nb"
  | "ps_AF"
  | "fa"
  | "pl"
  | "pt_BR"
  | "pt_PT"
  | "pa"
  | "ro"
  | "ru"
  | "sr"
  | "si_LK"
  | "sk"
  | "sl"
  | "es"
  | "es_AR"
  | "es_CL"
  | "es_CO"
  | "es_CR"
  | "es_DO"
  | "es_EC"
  | "es_HN"
  | "es_MX"
  | "es_PA"
  | "es_PE"
  | "es_ES"
  | "es_UY"
  | "sw"
  | "sv"
  | "ta"
  | "te"
  | "th"
  | "tr"
  | "uk"
  | "ur"
  | "uz"
  | "vi"
  | "zu"
>;

declare const unknownKind: unique symbol;

/**
 * The name of a component, header or button that Meta has added since this version: `"ALBUM" as UnknownKind`.
 * Whatever has this name is sent unchecked.
 */
export type UnknownKind = string & { readonly [unknownKind]: true };
