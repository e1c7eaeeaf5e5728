import * as z from "zod/mini";
import { once } from "../utils/once.ts";
import { list, nonEmptyList, nonEmptyText, openWord, rule } from "./checks.ts";
import type { Open } from "./common.ts";
import { type PageFilters, pageFilters } from "./paging.ts";

/** The time to report on. Meta keeps the analytics of messages, conversations and prices for a year. */
export interface AnalyticsPeriod {
  /** Unix time in seconds: `Math.floor(Date.now() / 1000) - 7 * 86_400`. */
  start: number;
  /** Unix time in seconds, after `start`. */
  end: number;
}

interface NumberFilters extends AnalyticsPeriod {
  /** Numbers in digits. Default, and with an empty list: all of the account. */
  phone_numbers?: readonly string[] | undefined;
  /** Countries of the customers, in two letters. Default: all. */
  country_codes?: readonly string[] | undefined;
}

/** Which messages to count. */
export interface MessageAnalyticsFilters extends NumberFilters {
  /** Default `DAY`. */
  granularity?: "HALF_HOUR" | "DAY" | "MONTH" | undefined;
  /** 0: templates, 2: other messages of yours, 100: messages of customers. Default: all. */
  product_types?: readonly (0 | 2 | 100)[] | undefined;
}

interface BilledFilters extends NumberFilters {
  /** Default `DAILY`. */
  granularity?: "HALF_HOUR" | "DAILY" | "MONTHLY" | undefined;
}

/** Which conversations to count. Meta priced by conversation until July 2025. */
export interface ConversationAnalyticsFilters extends BilledFilters {
  metric_types?: readonly Open<"COST" | "CONVERSATION">[] | undefined;
  conversation_categories?:
    | readonly Open<"AUTHENTICATION" | "MARKETING" | "SERVICE" | "UTILITY">[]
    | undefined;
  conversation_types?: readonly Open<"FREE_ENTRY_POINT" | "FREE_TIER" | "REGULAR">[] | undefined;
  conversation_directions?: readonly Open<"BUSINESS_INITIATED" | "USER_INITIATED" | "UNKNOWN">[] | undefined;
  /** What each data point is about. Default: one data point for each time. */
  dimensions?:
    | readonly Open<
        "CONVERSATION_CATEGORY" | "CONVERSATION_DIRECTION" | "CONVERSATION_TYPE" | "COUNTRY" | "PHONE"
      >[]
    | undefined;
}

/** Which messages to add up the prices of. */
export interface PricingAnalyticsFilters extends BilledFilters {
  /** `COST` is missing for accounts on a partner's credit line. */
  metric_types?: readonly Open<"COST" | "VOLUME">[] | undefined;
  pricing_types?:
    | readonly Open<
        "REGULAR" | "FREE_CUSTOMER_SERVICE" | "FREE_ENTRY_POINT" | "FREE_GROUP_CUSTOMER_SERVICE"
      >[]
    | undefined;
  pricing_categories?:
    | readonly Open<
        | "AUTHENTICATION"
        | "AUTHENTICATION_INTERNATIONAL"
        | "MARKETING"
        | "MARKETING_LITE"
        | "UTILITY"
        | "SERVICE"
        | "REFERRAL_CONVERSION"
      >[]
    | undefined;
  /** What each data point is about. `TIER` needs `PRICING_CATEGORY` and `COUNTRY` beside it. */
  dimensions?:
    | readonly Open<"COUNTRY" | "PHONE" | "PRICING_CATEGORY" | "PRICING_TYPE" | "TIER">[]
    | undefined;
  /** Volume tiers, such as `0:1000` or `0:MAX`. */
  tiers?: readonly string[] | undefined;
}

/** Which calls to count. */
export interface CallAnalyticsFilters extends BilledFilters {
  directions?: readonly Open<"USER_INITIATED" | "BUSINESS_INITIATED">[] | undefined;
  /** What each data point is about. Default: one data point for each time. */
  dimensions?: readonly Open<"phone" | "direction" | "country">[] | undefined;
  metric_types?: readonly Open<"COUNT" | "COST" | "AVERAGE_DURATION">[] | undefined;
}

/** Which group to report on. */
export interface GroupAnalyticsFilters extends AnalyticsPeriod, PageFilters {
  /** The id of one group. */
  group_ids: readonly string[];
  metric_types: readonly Open<"SENT" | "DELIVERED" | "READ" | "PARTICIPANTS_JOINED" | "PARTICIPANTS_LEFT">[];
  /** Default `DAILY`, the only one. */
  granularity?: "DAILY" | undefined;
}

/** A time, and what happened in it. Further metrics pass through. */
export interface AnalyticsDataPoint {
  /** Unix time in seconds. */
  start: number;
  /** Unix time in seconds. */
  end: number;
  [key: string]: unknown;
}

/** How many messages were sent and delivered. */
export interface MessageAnalytics {
  data_points: (AnalyticsDataPoint & { sent?: number | undefined; delivered?: number | undefined })[];
  granularity?: Open<"HALF_HOUR" | "DAY" | "MONTH"> | undefined;
  phone_numbers?: string[] | undefined;
  country_codes?: string[] | undefined;
  [key: string]: unknown;
}

/** How many conversations there were, and what they cost. */
export interface ConversationAnalytics {
  data_points: (AnalyticsDataPoint & {
    conversation?: number | undefined;
    cost?: number | undefined;
    phone_number?: string | undefined;
    country?: string | undefined;
    conversation_type?: string | undefined;
    conversation_direction?: string | undefined;
    conversation_category?: string | undefined;
  })[];
  [key: string]: unknown;
}

/** How many messages were delivered at which price. */
export interface PricingAnalytics {
  data_points: (AnalyticsDataPoint & {
    volume?: number | undefined;
    cost?: number | undefined;
    phone_number?: string | undefined;
    country?: string | undefined;
    /** `lower:upper`, or `0:MAX`. */
    tier?: string | undefined;
    pricing_type?: string | undefined;
    pricing_category?: string | undefined;
  })[];
  [key: string]: unknown;
}

/** How many calls there were, how long they took, and what they cost. */
export interface CallAnalytics {
  data_points: (AnalyticsDataPoint & {
    count?: number | undefined;
    cost?: number | undefined;
    /** Seconds. */
    average_duration?: number | undefined;
    phone_number?: string | undefined;
    country?: string | undefined;
    direction?: string | undefined;
  })[];
  granularity?: Open<"HALF_HOUR" | "DAILY" | "MONTHLY"> | undefined;
  directions?: string | string[] | undefined;
  [key: string]: unknown;
}

/** What happened in a group. */
export interface GroupAnalytics {
  granularity?: Open<"DAILY"> | undefined;
  data_points: (AnalyticsDataPoint & {
    group_id?: string | undefined;
    sent?: number | undefined;
    delivered?: number | undefined;
    read?: number | undefined;
    joined?: number | undefined;
    left?: number | undefined;
  })[];
  [key: string]: unknown;
}

/** Later than any second of the next millennia: milliseconds by mistake. */
const isMilliseconds = (value: unknown) => typeof value === "number" && value >= 1e11;

const seconds = () =>
  z.number().check(
    z.refine((value) => Number.isInteger(value) && value >= 0 && !isMilliseconds(value), {
      error: ({ input }) =>
        isMilliseconds(input)
          ? "must be Unix time in seconds; this is in milliseconds: divide it by 1000"
          : "must be Unix time in whole seconds",
    }),
  );

const period = () => ({ start: seconds(), end: seconds() });

const ends = <Filters extends AnalyticsPeriod>() =>
  rule<Filters>(({ start, end }) => end > start || isMilliseconds(start), "must be after `start`", ["end"]);

const words = () => z.optional(nonEmptyList(openWord<string>()));

const numbers = <Granularity extends string>(granularities: readonly Granularity[]) => ({
  ...period(),
  granularity: z.optional(z.enum(granularities)),
  phone_numbers: z.optional(z.array(nonEmptyText())),
  country_codes: words(),
});

const billed = () => numbers(["DAILY", "HALF_HOUR", "MONTHLY"]);

const filters = <Shape extends z.core.$ZodShape>(shape: Shape) =>
  z.strictObject(shape).check(ends() as never);

export const messageAnalyticsFilters = once(
  () =>
    filters({
      ...numbers(["DAY", "HALF_HOUR", "MONTH"]),
      product_types: z.optional(nonEmptyList(z.literal([0, 2, 100]))),
    }) satisfies z.ZodMiniType<MessageAnalyticsFilters>,
);

export const conversationAnalyticsFilters = once(
  () =>
    filters({
      ...billed(),
      metric_types: words(),
      conversation_categories: words(),
      conversation_types: words(),
      conversation_directions: words(),
      dimensions: words(),
    }) satisfies z.ZodMiniType<ConversationAnalyticsFilters>,
);

export const pricingAnalyticsFilters = once(
  () =>
    filters({
      ...billed(),
      metric_types: words(),
      pricing_types: words(),
      pricing_categories: words(),
      dimensions: words(),
      tiers: words(),
    }) satisfies z.ZodMiniType<PricingAnalyticsFilters>,
);

export const callAnalyticsFilters = once(
  () =>
    filters({
      ...billed(),
      directions: words(),
      dimensions: words(),
      metric_types: words(),
    }) satisfies z.ZodMiniType<CallAnalyticsFilters>,
);

export const groupAnalyticsFilters = once(
  () =>
    pageFilters({
      ...period(),
      granularity: z.optional(z.enum(["DAILY"])),
      group_ids: list(nonEmptyText(), 1, 1),
      metric_types: nonEmptyList(openWord<string>()),
    }).check(ends() as never) satisfies z.ZodMiniType<GroupAnalyticsFilters>,
);
