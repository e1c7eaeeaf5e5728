import * as z from "zod/mini";
import type { Open } from "../common.ts";
import { once } from "../once.ts";
import { id, numeric, object, open, optionalId, optionalNumber, text, words } from "./pieces.ts";

/** @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/account_alerts */
export interface AccountAlert {
  entity_type?: Open<"BUSINESS" | "PHONE_NUMBER" | "CURRENT_STATUS_ID" | "WABA"> | undefined;
  entity_id?: string | undefined;
  alert_info?:
    | {
        alert_severity?: string | undefined;
        alert_status?: string | undefined;
        alert_type?: string | undefined;
        alert_description?: string | undefined;
      }
    | undefined;
}

/** @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/account_review_update */
export interface AccountReviewUpdate {
  decision: Open<"APPROVED" | "REJECTED" | "PENDING" | "DEFERRED">;
}

/**
 * Something happened to the account; each `event` brings its own further object.
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
    | "VOLUME_BASED_PRICING_TIER_UPDATE"
  >;
  phone_number?: string | undefined;
  country?: string | undefined;
  waba_info?:
    | {
        waba_id?: string | undefined;
        owner_business_id?: string | undefined;
        ad_account_linked?: string | undefined;
        partner_app_id?: string | undefined;
        solution_id?: string | undefined;
        solution_partner_business_ids?: string[] | undefined;
      }
    | undefined;
  violation_info?: { violation_type?: string | undefined; remediation?: string | undefined } | undefined;
  restriction_info?:
    | { restriction_type: string; expiration?: number | undefined; remediation?: string | undefined }[]
    | undefined;
  /** `waba_ban_date` is English prose, such as `April 17, 2025`. */
  ban_info?: { waba_ban_state?: string | undefined; waba_ban_date?: string | undefined } | undefined;
  auth_international_rate_eligibility?:
    | {
        start_time?: number | undefined;
        exception_countries?: { country_code: string; start_time?: number | undefined }[] | undefined;
      }
    | undefined;
  volume_tier_info?:
    | {
        tier_update_time?: number | undefined;
        pricing_category?: string | undefined;
        tier?: string | undefined;
        effective_month?: string | undefined;
        region?: string | undefined;
      }
    | undefined;
  disconnection_info?: { reason?: string | undefined; initiated_by?: string | undefined } | undefined;
  partner_client_certification_info?:
    | {
        client_business_id?: string | undefined;
        status?: string | undefined;
        rejection_reasons?: string[] | undefined;
      }
    | undefined;
}

/** @see https://developers.facebook.com/documentation/business-messaging/whatsapp/calling/call-settings */
export interface AccountSettingsUpdate {
  timestamp?: string | undefined;
  /** Meta's pages disagree on its letter case. */
  type?: Open<"phone_number_settings"> | undefined;
  phone_number_settings?:
    | { phone_number_id?: string | undefined; calling?: Record<string, unknown> | null | undefined }
    | undefined;
}

/** @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/business_capability_update */
export interface BusinessCapabilityUpdate {
  max_daily_conversation_per_phone?: number | undefined;
  /** A number, or a tier such as `TIER_2K`. */
  max_daily_conversations_per_business?: number | string | undefined;
  max_phone_numbers_per_business?: number | undefined;
  max_phone_numbers_per_waba?: number | undefined;
}

/** @see https://developers.facebook.com/documentation/business-messaging/whatsapp/business-scoped-user-ids */
export interface BusinessUsernameUpdate {
  display_phone_number?: string | undefined;
  username?: string | undefined;
  status: Open<"approved" | "deleted" | "reserved">;
  context?: Open<"revoked"> | undefined;
}

/** @see https://developers.facebook.com/documentation/business-messaging/whatsapp/flows/guides/flowswebhooks */
export interface FlowsUpdate {
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
  old_status?: string | undefined;
  new_status?: string | undefined;
  warning?: string | undefined;
  alert_state?: Open<"ACTIVATED" | "DEACTIVATED"> | undefined;
  threshold?: number | undefined;
  error_rate?: number | undefined;
  p50_latency?: number | undefined;
  p90_latency?: number | undefined;
  availability?: number | undefined;
  requests_count?: number | undefined;
}

/** @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/partner_solutions */
export interface PartnerSolutionUpdate {
  event: Open<"SOLUTION_CREATED" | "SOLUTION_UPDATED">;
  solution_id: string;
  solution_status?: string | undefined;
}

/** @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/payment_configuration_update */
export interface PaymentConfigurationUpdate {
  configuration_name: string;
  provider_name?: string | undefined;
  provider_mid?: string | undefined;
  status?: string | undefined;
  created_timestamp?: number | undefined;
  updated_timestamp?: number | undefined;
}

/** @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/phone_number_name_update */
export interface PhoneNumberNameUpdate {
  display_phone_number?: string | undefined;
  decision: Open<"APPROVED" | "DEFERRED" | "PENDING" | "REJECTED">;
  requested_verified_name?: string | undefined;
  rejection_reason?: string | null | undefined;
}

/**
 * Despite its name: throughput and messaging limits.
 *
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/phone_number_quality_update
 */
export interface PhoneNumberQualityUpdate {
  display_phone_number?: string | undefined;
  event: Open<"ONBOARDING" | "THROUGHPUT_UPGRADE" | "FLAGGED" | "UNFLAGGED" | "UPGRADE" | "DOWNGRADE">;
  old_limit?: string | undefined;
  current_limit?: string | undefined;
  max_daily_conversations_per_business?: number | string | undefined;
}

/** @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/security */
export interface SecurityUpdate {
  display_phone_number?: string | undefined;
  event: Open<"PIN_CHANGED" | "PIN_RESET_REQUEST" | "PIN_REQUEST_SUCCESS" | "PIN_RESET_SUCCESS">;
  requester?: string | undefined;
}

const limit = z.optional(z.union([numeric, z.string()]));

const accountUpdate = () =>
  object({
    event: open() as z.ZodMiniType<AccountUpdate["event"]>,
    phone_number: optionalId,
    country: text,
    waba_info: z.optional(
      object({
        waba_id: optionalId,
        owner_business_id: optionalId,
        ad_account_linked: optionalId,
        partner_app_id: optionalId,
        solution_id: optionalId,
        solution_partner_business_ids: z.optional(z.array(id)),
      }),
    ),
    violation_info: z.optional(words("violation_type", "remediation")),
    restriction_info: z.optional(
      z.array(object({ restriction_type: z.string(), expiration: optionalNumber, remediation: text })),
    ),
    ban_info: z.optional(words("waba_ban_state", "waba_ban_date")),
    auth_international_rate_eligibility: z.optional(
      object({
        start_time: optionalNumber,
        exception_countries: z.optional(
          z.array(object({ country_code: z.string(), start_time: optionalNumber })),
        ),
      }),
    ),
    volume_tier_info: z.optional(
      object({
        tier_update_time: optionalNumber,
        pricing_category: text,
        tier: text,
        effective_month: text,
        region: text,
      }),
    ),
    disconnection_info: z.optional(words("reason", "initiated_by")),
    partner_client_certification_info: z.optional(
      object({
        client_business_id: optionalId,
        status: text,
        rejection_reasons: z.optional(z.array(z.string())),
      }),
    ),
  }) satisfies z.ZodMiniType<AccountUpdate>;

const flowsUpdate = () =>
  object({
    event: open() as z.ZodMiniType<FlowsUpdate["event"]>,
    flow_id: id,
    message: text,
    old_status: text,
    new_status: text,
    warning: text,
    alert_state: z.optional(open<"ACTIVATED" | "DEACTIVATED">()),
    threshold: optionalNumber,
    error_rate: optionalNumber,
    p50_latency: optionalNumber,
    p90_latency: optionalNumber,
    availability: optionalNumber,
    requests_count: optionalNumber,
  }) satisfies z.ZodMiniType<FlowsUpdate>;

export const accountValueSchemas = {
  account_alerts: once(
    () =>
      object({
        entity_type: z.optional(open<"BUSINESS" | "PHONE_NUMBER" | "CURRENT_STATUS_ID" | "WABA">()),
        entity_id: optionalId,
        alert_info: z.optional(words("alert_severity", "alert_status", "alert_type", "alert_description")),
      }) satisfies z.ZodMiniType<AccountAlert>,
  ),
  account_review_update: once(
    () =>
      object({
        decision: open<"APPROVED" | "REJECTED" | "PENDING" | "DEFERRED">(),
      }) satisfies z.ZodMiniType<AccountReviewUpdate>,
  ),
  account_update: once(accountUpdate),
  account_settings_update: once(
    () =>
      object({
        timestamp: optionalId,
        type: z.optional(open<"phone_number_settings">()),
        phone_number_settings: z.optional(
          object({
            phone_number_id: optionalId,
            calling: z.optional(z.nullable(z.record(z.string(), z.unknown()))),
          }),
        ),
      }) satisfies z.ZodMiniType<AccountSettingsUpdate>,
  ),
  business_capability_update: once(
    () =>
      object({
        max_daily_conversation_per_phone: optionalNumber,
        max_daily_conversations_per_business: limit,
        max_phone_numbers_per_business: optionalNumber,
        max_phone_numbers_per_waba: optionalNumber,
      }) satisfies z.ZodMiniType<BusinessCapabilityUpdate>,
  ),
  business_username_updates: once(
    () =>
      object({
        display_phone_number: optionalId,
        username: text,
        status: open<"approved" | "deleted" | "reserved">(),
        context: z.optional(open<"revoked">()),
      }) satisfies z.ZodMiniType<BusinessUsernameUpdate>,
  ),
  flows: once(flowsUpdate),
  partner_solutions: once(
    () =>
      object({
        event: open<"SOLUTION_CREATED" | "SOLUTION_UPDATED">(),
        solution_id: id,
        solution_status: text,
      }) satisfies z.ZodMiniType<PartnerSolutionUpdate>,
  ),
  payment_configuration_update: once(
    () =>
      object({
        configuration_name: z.string(),
        provider_name: text,
        provider_mid: optionalId,
        status: text,
        created_timestamp: optionalNumber,
        updated_timestamp: optionalNumber,
      }) satisfies z.ZodMiniType<PaymentConfigurationUpdate>,
  ),
  phone_number_name_update: once(
    () =>
      object({
        display_phone_number: optionalId,
        decision: open<"APPROVED" | "DEFERRED" | "PENDING" | "REJECTED">(),
        requested_verified_name: text,
        rejection_reason: z.optional(z.nullable(z.string())),
      }) satisfies z.ZodMiniType<PhoneNumberNameUpdate>,
  ),
  phone_number_quality_update: once(
    () =>
      object({
        display_phone_number: optionalId,
        event: open() as z.ZodMiniType<PhoneNumberQualityUpdate["event"]>,
        old_limit: text,
        current_limit: text,
        max_daily_conversations_per_business: limit,
      }) satisfies z.ZodMiniType<PhoneNumberQualityUpdate>,
  ),
  security: once(
    () =>
      object({
        display_phone_number: optionalId,
        event: open() as z.ZodMiniType<SecurityUpdate["event"]>,
        requester: optionalId,
      }) satisfies z.ZodMiniType<SecurityUpdate>,
  ),
};
