import * as z from "zod/mini";
import { once } from "../utils/once.ts";
import { nonEmptyList, nonEmptyText, rule, text, wholeNumber } from "./checks.ts";
import type { Open } from "./common.ts";
import { fieldNames, type ListFilters, listFilters } from "./paging.ts";
import { filtering, type HealthStatus, type ListFilter, override, sorting } from "./phone-numbers.ts";
import { changes } from "./setting-checks.ts";

/**
 * A WhatsApp Business Account. Without `fields`, Meta returns id, name, time zone and namespace.
 *
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/whatsapp-business-accounts
 */
export interface BusinessAccount {
  id: string;
  name: string;
  /** A time zone of Meta's Marketing API, by its number. */
  timezone_id: string;
  message_template_namespace: string;
  currency?: string | undefined;
  country?: string | undefined;
  status?: Open<"ACTIVE"> | undefined;
  /** Unix seconds. */
  creation_time?: number | string | undefined;
  account_review_status?: Open<"APPROVED" | "PENDING" | "REJECTED" | "RESTRICTED"> | undefined;
  business_verification_status?:
    | Open<"verified" | "not_verified" | "pending" | "failed" | "rejected" | "revoked" | "expired">
    | undefined;
  ownership_type?: Open<"CLIENT_OWNED" | "ON_BEHALF_OF" | "SELF"> | undefined;
  owner_business_info?: AccountOwner | undefined;
  on_behalf_of_business_info?: AccountOwner | undefined;
  is_enabled_for_insights?: boolean | undefined;
  is_shared_with_partners?: boolean | undefined;
  disable_marketing_messages_on_cloud_api?: boolean | undefined;
  template_auto_archival_enabled?: boolean | undefined;
  marketing_messages_onboarding_status?: string | undefined;
  purchase_order_number?: string | undefined;
  primary_business_location?: string | undefined;
  primary_funding_id?: string | undefined;
  whatsapp_business_manager_messaging_limit?:
    | Open<"TIER_250" | "TIER_2K" | "TIER_10K" | "TIER_100K" | "TIER_UNLIMITED" | "UNTIERED">
    | undefined;
  health_status?: HealthStatus | undefined;
}

/** The portfolio that an account belongs to. */
export interface AccountOwner {
  id: string;
  name?: string | undefined;
  status?: string | undefined;
  type?: string | undefined;
}

/** Changes of an account, one or more. */
export interface BusinessAccountChanges {
  /** Enables template analytics. It cannot be undone. */
  is_enabled_for_insights?: true | undefined;
  /** Sends marketing templates through the Marketing Messages API only. */
  disable_marketing_messages_on_cloud_api?: boolean | undefined;
  /** Archives templates that have not been used for long. */
  template_auto_archival_enabled?: boolean | undefined;
  /** Which changes Meta may make to marketing templates. */
  degrees_of_freedom_spec?: object | undefined;
  /** 1 to 100 characters. */
  name?: string | undefined;
  timezone_id?: string | undefined;
}

/** A URL that the account's webhooks go to, instead of the app's callback. */
export interface AccountCallbackOverride {
  /** An https URL of up to 200 characters. */
  override_callback_uri: string;
  /** What Meta sends to the URL to verify it. */
  verify_token: string;
}

/** An app that receives the account's webhooks. */
export interface SubscribedApp {
  id: string;
  name: string;
  link: string;
  override_callback_uri?: string | undefined;
}

/** A task that somebody may do in an account. */
export type AccountTask = Open<
  | "MANAGE"
  | "DEVELOP"
  | "MESSAGING"
  | "MANAGE_TEMPLATES"
  | "MANAGE_PHONE"
  | "MANAGE_PHONE_ASSETS"
  | "MANAGE_EXTENSIONS"
  | "VIEW_TEMPLATES"
  | "VIEW_PHONE_ASSETS"
  | "VIEW_COST"
  | "VIEW_INSIGHTS"
  | "MANAGE_USERS"
  | "MANAGE_BILLING"
>;

/** Somebody with access to the account. */
export interface AssignedUser {
  id: string;
  name: string;
  tasks: AccountTask[];
  business?: { id: string; name?: string | undefined } | undefined;
  user_type?: string | undefined;
}

/** Which users to list. */
export interface AssignedUserFilters<Field extends string = string> extends ListFilters<Field> {
  /** The id of the portfolio whose users are listed. */
  business: string;
}

/** Somebody to give access to, and for what. */
export interface UserAssignment {
  /** The id of a user or system user. */
  user: string;
  tasks: readonly AccountTask[];
}

/** Something that was done in the account. */
export interface Activity {
  id: string;
  activity_type: Open<
    | "ACCOUNT_UPDATED"
    | "PHONE_NUMBER_ADDED"
    | "PHONE_NUMBER_VERIFIED"
    | "USER_ADDED"
    | "USER_ROLE_CHANGED"
    | "PERMISSION_GRANTED"
    | "TEMPLATE_CREATED"
    | "WEBHOOK_CONFIGURED"
    | "API_ACCESS_GRANTED"
    | "BILLING_UPDATED"
    | "SECURITY_EVENT"
  >;
  timestamp: string | number;
  actor_type: Open<"USER" | "SYSTEM" | "API" | "ADMIN" | "AUTOMATED_PROCESS">;
  actor_id?: string | undefined;
  actor_name?: string | undefined;
  description?: string | undefined;
  details?: unknown;
  ip_address?: string | undefined;
  user_agent?: string | undefined;
}

/** Which activities to list. */
export interface ActivityFilters<Field extends string = string> extends ListFilters<Field> {
  /** From this time on: Unix seconds, or a date as text. */
  since?: number | string | undefined;
  /** Up to this time, at most 90 days later. */
  until?: number | string | undefined;
  activity_type?: Activity["activity_type"] | readonly Activity["activity_type"][] | undefined;
}

/** A business portfolio. */
export interface Portfolio {
  id: string;
  name: string;
  timezone_id?: string | undefined;
  verification_status?: string | undefined;
}

/** Which accounts of a portfolio to list. */
export interface PortfolioAccountFilters<Field extends string = string> extends ListFilters<Field> {
  /** `[{ field: "creation_time", operator: "GREATER_THAN", value: "1604962813" }]`. */
  filtering?: readonly ListFilter[] | undefined;
  sort?: Open<"creation_time_ascending" | "creation_time_descending"> | readonly string[] | undefined;
  find?: string | undefined;
  business_type?: readonly string[] | undefined;
}

/** A system user of a portfolio. */
export interface SystemUser {
  id: string;
  name: string;
  role: Open<"ADMIN" | "EMPLOYEE">;
}

export const accountSelection = once(() => z.strictObject({ fields: fieldNames() }));

export const accountChanges = once(() =>
  changes({
    is_enabled_for_insights: z
      .boolean()
      .check(z.refine((value) => value, { error: "cannot be false: once enabled, insights stay enabled" })),
    disable_marketing_messages_on_cloud_api: z.boolean(),
    template_auto_archival_enabled: z.boolean(),
    degrees_of_freedom_spec: z.looseObject({}),
    name: text(100),
    timezone_id: nonEmptyText(),
  }),
);

export const callbackOverride = once(override);

export const subscribedAppFilters = once(() => listFilters({}));

export const assignedUserFilters = once(() => listFilters({ business: nonEmptyText() }));

export const userAssignment = once(() =>
  z.object({ user: nonEmptyText(), tasks: nonEmptyList(nonEmptyText()) }),
);

export const userRemoval = once(() => z.object({ user: nonEmptyText() }));

/** Unix seconds of a number or a date; `undefined` of what cannot be read, which is Meta's to judge. */
function toSeconds(time: number | string | undefined): number | undefined {
  const seconds =
    typeof time === "string" && Number.isNaN(Number(time)) ? Date.parse(time) / 1000 : Number(time);
  return Number.isNaN(seconds) ? undefined : seconds;
}

const longest = 90 * 86_400;

const spanOf = ({ since, until }: ActivityFilters): number => {
  const [from, to] = [toSeconds(since), toSeconds(until)];
  return from === undefined || to === undefined ? 0 : to - from;
};

const moment = () => z.optional(z.union([wholeNumber(0), nonEmptyText()]));

export const activityFilters = once(() =>
  listFilters({
    limit: z.optional(wholeNumber(1, 100)),
    since: moment(),
    until: moment(),
    activity_type: z.optional(z.union([nonEmptyText(), nonEmptyList(nonEmptyText())])),
  }).check(
    rule((filters) => spanOf(filters) >= 0, "must not be before `since`", ["until"]),
    rule((filters) => spanOf(filters) <= longest, "must be at most 90 days after `since`", ["until"]),
  ),
);

export const portfolioAccountFilters = once(() =>
  listFilters({
    filtering: filtering(),
    sort: sorting(),
    find: z.optional(nonEmptyText()),
    business_type: z.optional(nonEmptyList(nonEmptyText())),
  }),
);

export const systemUserFilters = once(() => listFilters({}));
