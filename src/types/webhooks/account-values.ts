import type { Open } from "../common.ts";
import { id, ids, number, numberOrText, numbers, orNull, type SchemaOf, text, texts } from "./schema.ts";

/**
 * An alert about a business, a phone number or a profile: limits, the official account badge, a lost picture.
 *
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/account_alerts
 */
export interface AccountAlert {
  /** `CURRENT_STATUS_ID` is the business profile. */
  entity_type?: Open<"BUSINESS" | "PHONE_NUMBER" | "CURRENT_STATUS_ID" | "WABA"> | undefined;
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

export const accountAlertSchema = {
  ...ids("entity_id!"),
  ...texts("entity_type"),
  "alert_info!": texts("alert_type! alert_severity alert_status alert_description"),
} satisfies SchemaOf<AccountAlert>;

/**
 * A policy review of the account was completed or deferred.
 *
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/account_review_update
 */
export interface AccountReviewUpdate {
  decision: Open<"APPROVED" | "REJECTED" | "PENDING" | "DEFERRED">;
}

export const accountReviewSchema = texts("decision!") satisfies SchemaOf<AccountReviewUpdate>;

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
  restriction_type?: string | undefined;
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
  violation_info?: { violation_type?: string | undefined; remediation?: string | undefined } | undefined;
  /** The date is English text, such as `April 17, 2025`. */
  ban_info?:
    | {
        waba_ban_state?: Open<"SCHEDULE_FOR_DISABLE" | "DISABLE" | "REINSTATE"> | undefined;
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

export const accountUpdateSchema = {
  ...ids("phone_number"),
  ...texts("event! country"),
  waba_info: {
    ...ids("waba_id owner_business_id ad_account_linked partner_app_id solution_id"),
    solution_partner_business_ids: [id],
  },
  restriction_info: [{ ...texts("restriction_type remediation"), expiration: number }],
  violation_info: texts("violation_type remediation"),
  ban_info: texts("waba_ban_state waba_ban_date"),
  auth_international_rate_eligibility: {
    start_time: number,
    exception_countries: [{ ...texts("country_code"), start_time: number }],
  },
  volume_tier_info: {
    tier_update_time: number,
    ...texts("pricing_category tier effective_month region"),
  },
  disconnection_info: texts("reason initiated_by"),
  partner_client_certification_info: {
    ...ids("client_business_id"),
    ...texts("status"),
    rejection_reasons: [text],
  },
  partner_client_certification_needed_info: ids("client_business_id"),
} as const satisfies SchemaOf<AccountUpdate>;

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

export const businessCapabilitySchema = {
  ...numbers("max_daily_conversation_per_phone max_phone_numbers_per_business max_phone_numbers_per_waba"),
  max_daily_conversations_per_business: numberOrText,
} satisfies SchemaOf<BusinessCapabilityUpdate>;

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

export const businessUsernameSchema = {
  ...ids("display_phone_number!"),
  ...texts("status! username context"),
} satisfies SchemaOf<BusinessUsernameUpdate>;

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

export const flowSchema = {
  ...ids("flow_id!"),
  ...texts("event! message old_status new_status warning alert_state"),
  ...numbers("threshold error_rate p50_latency p90_latency availability requests_count"),
  errors: [{ ...texts("error_type"), ...numbers("error_rate error_count") }],
} as const satisfies SchemaOf<FlowUpdate>;

/**
 * A Multi-Partner Solution was created or changed.
 *
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/partner_solutions
 */
export interface PartnerSolutionUpdate {
  event: Open<"SOLUTION_CREATED" | "SOLUTION_UPDATED">;
  solution_id: string;
  solution_status?:
    | Open<"ACTIVE" | "DEACTIVATED" | "DRAFT" | "INITIATED" | "PENDING_DEACTIVATION" | "REJECTED">
    | undefined;
}

export const partnerSolutionSchema = {
  ...ids("solution_id!"),
  ...texts("event! solution_status"),
} satisfies SchemaOf<PartnerSolutionUpdate>;

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

export const paymentConfigurationSchema = {
  ...ids("provider_mid"),
  ...texts("configuration_name! status! provider_name"),
  ...numbers("created_timestamp updated_timestamp"),
} satisfies SchemaOf<PaymentConfigurationUpdate>;

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

export const phoneNumberNameSchema = {
  ...ids("display_phone_number!"),
  ...texts("decision! requested_verified_name"),
  rejection_reason: orNull(text),
} satisfies SchemaOf<PhoneNumberNameUpdate>;

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

export const phoneNumberQualitySchema = {
  ...ids("display_phone_number!"),
  ...texts("event! old_limit current_limit"),
  max_daily_conversations_per_business: numberOrText,
} satisfies SchemaOf<PhoneNumberQualityUpdate>;

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

export const securitySchema = {
  ...ids("display_phone_number! requester"),
  ...texts("event!"),
} satisfies SchemaOf<SecurityUpdate>;
