import { once } from "../../utils/once.ts";
import type { Open } from "../common.ts";
import {
  id,
  list,
  nullable,
  numberOrText,
  object,
  optional,
  optionalId,
  optionalNumber,
  type Schema,
  string,
  text,
} from "./schema.ts";

/**
 * An alert about a business, a phone number or a profile: limits, the official account badge, a lost picture.
 *
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/account_alerts
 */
export interface AccountAlert {
  /** `CURRENT_STATUS_ID` is the business profile. */
  entity_type: Open<"BUSINESS" | "PHONE_NUMBER" | "CURRENT_STATUS_ID" | "WABA">;
  entity_id: string;
  /** Also filled in if Meta puts the four keys directly into the value. */
  alert_info: {
    alert_severity?: Open<"CRITICAL" | "WARNING" | "INFORMATIONAL"> | undefined;
    alert_status?: Open<"ACTIVE" | "NONE"> | undefined;
    alert_type: Open<
      | "INCREASED_CAPABILITIES_ELIGIBILITY_DEFERRED"
      | "INCREASED_CAPABILITIES_ELIGIBILITY_FAILED"
      | "INCREASED_CAPABILITIES_ELIGIBILITY_NEED_MORE_INFO"
      | "OBA_APPROVED"
      | "OBA_REJECTED"
      | "PROFILE_PICTURE_LOST"
    >;
    /** May contain placeholders that Meta left unfilled. */
    alert_description?: string | undefined;
  };
}

export const accountAlertSchema = once(
  () =>
    object({
      entity_type: string,
      entity_id: id,
      alert_info: object({
        alert_severity: text,
        alert_status: text,
        alert_type: string,
        alert_description: text,
      }),
    }) satisfies Schema<AccountAlert>,
);

/**
 * A policy review of the account was completed or deferred.
 *
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/account_review_update
 */
export interface AccountReviewUpdate {
  decision: Open<"APPROVED" | "REJECTED" | "PENDING" | "DEFERRED">;
}

export const accountReviewSchema = once(
  () =>
    object({
      decision: string,
    }) satisfies Schema<AccountReviewUpdate>,
);

/** The account a partner event is about. */
export interface WabaInfo {
  waba_id?: string | undefined;
  owner_business_id?: string | undefined;
  ad_account_linked?: string | undefined;
  partner_app_id?: string | undefined;
  /** Only if several partners share the account. */
  solution_id?: string | undefined;
  solution_partner_business_ids?: string[] | undefined;
}

/** A restriction on the account, such as `RESTRICTED_BIZ_INITIATED_MESSAGING`. */
export interface AccountRestriction {
  restriction_type: string;
  /** Unix seconds. */
  expiration?: number | undefined;
  /** What to do about it. */
  remediation?: string | undefined;
}

/**
 * Something happened to the account. `event` names it and determines which other keys are present.
 *
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/account_update
 */
export interface AccountUpdate {
  event: Open<
    | "ACCOUNT_DELETED"
    | "ACCOUNT_OFFBOARDED"
    | "ACCOUNT_RECONNECTED"
    | "ACCOUNT_RESTRICTION"
    | "ACCOUNT_VIOLATION"
    | "AD_ACCOUNT_LINKED"
    | "AUTH_INTL_PRICE_ELIGIBILITY_UPDATE"
    | "BUSINESS_PRIMARY_LOCATION_COUNTRY_UPDATE"
    | "DISABLED_UPDATE"
    | "MM_LITE_TERMS_SIGNED"
    | "PARTNER_ADDED"
    | "PARTNER_APP_INSTALLED"
    | "PARTNER_APP_UNINSTALLED"
    | "PARTNER_REMOVED"
    | "PARTNER_CLIENT_CERTIFICATION_STATUS_UPDATE"
    | "PARTNER_CLIENT_CERTIFICATION_NEEDED"
    | "VOLUME_BASED_PRICING_TIER_UPDATE"
    | "VERIFIED_ACCOUNT"
  >;
  phone_number?: string | undefined;
  /** Two-letter code. */
  country?: string | undefined;
  waba_info?: WabaInfo | undefined;
  restriction_info?: AccountRestriction[] | undefined;
  violation_info?: { violation_type: string; remediation?: string | undefined } | undefined;
  /** The date is English text, such as `April 17, 2025`. */
  ban_info?:
    | {
        waba_ban_state: Open<"SCHEDULE_FOR_DISABLE" | "DISABLE" | "REINSTATE">;
        waba_ban_date?: string | undefined;
      }
    | undefined;
  /** Times in Unix seconds. */
  auth_international_rate_eligibility?:
    | {
        start_time?: number | undefined;
        exception_countries?:
          | { country_code?: string | undefined; start_time?: number | undefined }[]
          | undefined;
      }
    | undefined;
  volume_tier_info?:
    | {
        /** Unix seconds. */
        tier_update_time?: number | undefined;
        pricing_category?: string | undefined;
        /** `min:max` */
        tier?: string | undefined;
        /** `YYYY-MM` */
        effective_month?: string | undefined;
        region?: string | undefined;
      }
    | undefined;
  disconnection_info?:
    | {
        reason?:
          | Open<
              | "ACCOUNT_DISCONNECTED"
              | "BUSINESS_DOWNGRADE"
              | "CHANGE_NUMBER"
              | "COMPANION_INACTIVITY"
              | "PRIMARY_INACTIVITY"
              | "USER_RE_REGISTERED"
            >
          | undefined;
        initiated_by?: Open<"USER" | "SYSTEM"> | undefined;
      }
    | undefined;
  partner_client_certification_info?:
    | {
        client_business_id?: string | undefined;
        status?: Open<"APPROVED" | "DISCARDED" | "FAILED" | "PENDING" | "REVOKED"> | undefined;
        rejection_reasons?: string[] | undefined;
      }
    | undefined;
  partner_client_certification_needed_info?: { client_business_id?: string | undefined } | undefined;
}

export const accountUpdateSchema = once(
  () =>
    object({
      event: string,
      phone_number: optionalId,
      country: text,
      waba_info: optional(
        object({
          waba_id: optionalId,
          owner_business_id: optionalId,
          ad_account_linked: optionalId,
          partner_app_id: optionalId,
          solution_id: optionalId,
          solution_partner_business_ids: list(id),
        }),
      ),
      restriction_info: list(
        object({ restriction_type: string, expiration: optionalNumber, remediation: text }),
      ),
      violation_info: optional(object({ violation_type: string, remediation: text })),
      ban_info: optional(
        object({
          waba_ban_state: string,
          waba_ban_date: text,
        }),
      ),
      auth_international_rate_eligibility: optional(
        object({
          start_time: optionalNumber,
          exception_countries: list(object({ country_code: text, start_time: optionalNumber })),
        }),
      ),
      volume_tier_info: optional(
        object({
          tier_update_time: optionalNumber,
          pricing_category: text,
          tier: text,
          effective_month: text,
          region: text,
        }),
      ),
      disconnection_info: optional(
        object({
          reason: text,
          initiated_by: text,
        }),
      ),
      partner_client_certification_info: optional(
        object({
          client_business_id: optionalId,
          status: text,
          rejection_reasons: list(string),
        }),
      ),
      partner_client_certification_needed_info: optional(object({ client_business_id: optionalId })),
    }) satisfies Schema<AccountUpdate>,
);

/**
 * The account's limits were raised or lowered.
 *
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/business_capability_update
 */
export interface BusinessCapabilityUpdate {
  /** -1 is unlimited. Meta announced its removal. */
  max_daily_conversation_per_phone?: number | undefined;
  /** A number, or a tier such as `TIER_2K`. */
  max_daily_conversations_per_business?: number | string | undefined;
  max_phone_numbers_per_business?: number | undefined;
  max_phone_numbers_per_waba?: number | undefined;
}

export const businessCapabilitySchema = once(
  () =>
    object({
      max_daily_conversation_per_phone: optionalNumber,
      max_daily_conversations_per_business: numberOrText,
      max_phone_numbers_per_business: optionalNumber,
      max_phone_numbers_per_waba: optionalNumber,
    }) satisfies Schema<BusinessCapabilityUpdate>,
);

/**
 * A business number's username was approved, reserved or deleted.
 *
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/business-scoped-user-ids
 */
export interface BusinessUsernameUpdate {
  display_phone_number: string;
  /** Absent when it was deleted. */
  username?: string | undefined;
  status: Open<"approved" | "deleted" | "reserved">;
  /** Meta revoked the name. It may be absent even then. */
  context?: Open<"revoked"> | undefined;
}

export const businessUsernameSchema = once(
  () =>
    object({
      display_phone_number: id,
      username: text,
      status: string,
      context: text,
    }) satisfies Schema<BusinessUsernameUpdate>,
);

/** The number of a flow's errors of one type. */
export interface FlowErrorCount {
  error_type?: string | undefined;
  error_rate?: number | undefined;
  error_count?: number | undefined;
}

/**
 * A flow changed status, performs poorly, or uses a version that expires. Answers of customers arrive as messages
 * (`nfm_reply`).
 *
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/flows/guides/flowswebhooks
 */
export interface FlowUpdate {
  event: Open<
    | "FLOW_STATUS_CHANGE"
    | "FLOW_VERSION_EXPIRY_WARNING"
    | "CLIENT_ERROR_RATE"
    | "ENDPOINT_ERROR_RATE"
    | "ENDPOINT_LATENCY"
    | "ENDPOINT_AVAILABILITY"
  >;
  flow_id: string;
  message?: string | undefined;
  old_status?: Open<"DRAFT" | "PUBLISHED" | "DEPRECATED" | "BLOCKED" | "THROTTLED"> | undefined;
  new_status?: Open<"DRAFT" | "PUBLISHED" | "DEPRECATED" | "BLOCKED" | "THROTTLED"> | undefined;
  warning?: string | undefined;
  alert_state?: Open<"ACTIVATED" | "DEACTIVATED"> | undefined;
  threshold?: number | undefined;
  error_rate?: number | undefined;
  p50_latency?: number | undefined;
  p90_latency?: number | undefined;
  availability?: number | undefined;
  requests_count?: number | undefined;
  errors?: FlowErrorCount[] | undefined;
}

export const flowSchema = once(
  () =>
    object({
      event: string,
      flow_id: id,
      message: text,
      old_status: text,
      new_status: text,
      warning: text,
      alert_state: text,
      threshold: optionalNumber,
      error_rate: optionalNumber,
      p50_latency: optionalNumber,
      p90_latency: optionalNumber,
      availability: optionalNumber,
      requests_count: optionalNumber,
      errors: list(object({ error_type: text, error_rate: optionalNumber, error_count: optionalNumber })),
    }) satisfies Schema<FlowUpdate>,
);

/**
 * A Multi-Partner Solution was created or changed.
 *
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/partner_solutions
 */
export interface PartnerSolutionUpdate {
  event: Open<"SOLUTION_CREATED" | "SOLUTION_UPDATED">;
  solution_id: string;
  solution_status: Open<
    "ACTIVE" | "DEACTIVATED" | "DRAFT" | "INITIATED" | "PENDING_DEACTIVATION" | "REJECTED"
  >;
}

export const partnerSolutionSchema = once(
  () =>
    object({
      event: string,
      solution_id: id,
      solution_status: string,
    }) satisfies Schema<PartnerSolutionUpdate>,
);

/**
 * A payment configuration was connected, disconnected, or became active.
 *
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/payment_configuration_update
 */
export interface PaymentConfigurationUpdate {
  configuration_name: string;
  /** Letter case varies. */
  provider_name?: Open<"billdesk" | "payu" | "razorpay" | "zaakpay"> | undefined;
  provider_mid?: string | undefined;
  status: Open<"Active" | "Needs Testing" | "Needs Connecting">;
  /** Unix seconds. */
  created_timestamp?: number | undefined;
  /** Unix seconds. */
  updated_timestamp?: number | undefined;
}

export const paymentConfigurationSchema = once(
  () =>
    object({
      configuration_name: string,
      provider_name: text,
      provider_mid: optionalId,
      status: string,
      created_timestamp: optionalNumber,
      updated_timestamp: optionalNumber,
    }) satisfies Schema<PaymentConfigurationUpdate>,
);

/** Why a display name was rejected. */
export type NameRejection = Open<
  | "NAME_EMPLOYEE_ISSUE"
  | "NAME_ENDCLIENT_NOTRELATED"
  | "NAME_FORMAT_UNACCEPTABLE"
  | "NAME_INDIVIDUAL_ISSUE"
  | "NAME_NOT_CONSISTENT"
  | "UNKNOWN"
  | "NONE"
>;

/**
 * A display name was reviewed.
 *
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/phone_number_name_update
 */
export interface PhoneNumberNameUpdate {
  display_phone_number: string;
  decision: Open<"APPROVED" | "DEFERRED" | "PENDING" | "REJECTED">;
  requested_verified_name?: string | undefined;
  /** `null` when the name was accepted. */
  rejection_reason?: NameRejection | null | undefined;
}

export const phoneNumberNameSchema = once(
  () =>
    object({
      display_phone_number: id,
      decision: string,
      requested_verified_name: text,
      rejection_reason: nullable(string),
    }) satisfies Schema<PhoneNumberNameUpdate>,
);

/**
 * A phone number's throughput or messaging limit changed (not its quality, despite the field's name).
 *
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/phone_number_quality_update
 */
export interface PhoneNumberQualityUpdate {
  display_phone_number: string;
  event: Open<"ONBOARDING" | "THROUGHPUT_UPGRADE" | "FLAGGED" | "UNFLAGGED" | "UPGRADE" | "DOWNGRADE">;
  /** A tier such as `TIER_2K`. Meta announced its removal. */
  old_limit?: string | undefined;
  /** A tier such as `TIER_UNLIMITED`. Meta announced its removal. */
  current_limit?: string | undefined;
  /** A tier, or a number. */
  max_daily_conversations_per_business?: number | string | undefined;
}

export const phoneNumberQualitySchema = once(
  () =>
    object({
      display_phone_number: id,
      event: string,
      old_limit: text,
      current_limit: text,
      max_daily_conversations_per_business: numberOrText,
    }) satisfies Schema<PhoneNumberQualityUpdate>,
);

/**
 * Two-step verification: a PIN was changed, or a PIN reset was requested or completed.
 *
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/security
 */
export interface SecurityUpdate {
  display_phone_number: string;
  /** The last two mean the same, on different pages of Meta. */
  event: Open<"PIN_CHANGED" | "PIN_RESET_REQUEST" | "PIN_REQUEST_SUCCESS" | "PIN_RESET_SUCCESS">;
  /** The Business Suite user who made the request. */
  requester?: string | undefined;
}

export const securitySchema = once(
  () =>
    object({
      display_phone_number: id,
      event: string,
      requester: optionalId,
    }) satisfies Schema<SecurityUpdate>,
);
