import * as z from "zod/mini";
import { once } from "../../utils/once.ts";
import { list, nonEmptyList, nonEmptyText, openWord, rule } from "../checks.ts";
import type { Open } from "../common.ts";
import { type PageFilters, pageFilters } from "../paging.ts";
import { dayPattern } from "../patterns.ts";

/** A metric of templates. */
export type TemplateMetric = Open<"SENT" | "DELIVERED" | "READ" | "REPLIED" | "CLICKED" | "COST">;

/** The days to report on, up to 90 days back, and how. */
export interface AnalyticsSpan extends PageFilters {
  /** Unix time in seconds; with `use_waba_timezone`, a day: `2026-10-01`. */
  start: number | string;
  /** Unix time in seconds; with `use_waba_timezone`, a day: `2026-10-01`. */
  end: number | string;
  /** Splits days by the account's time zone instead of UTC. Default false. */
  use_waba_timezone?: boolean | undefined;
  /** Default `DAILY`, the only documented value. */
  granularity?: Open<"DAILY"> | undefined;
  /** Default: the metrics Meta returns. `COST` is missing for accounts on a partner's credit line. */
  metric_types?: readonly TemplateMetric[] | undefined;
  /** Whether messages were sent through the Cloud API or the Marketing Messages API. Default: Meta's. */
  product_type?:
    | Open<"CLOUD_API" | "MARKETING_MESSAGES_LITE_API" | "MARKETING_MESSAGES_API_FOR_WHATSAPP">
    | undefined;
}

/** The templates to report on. */
export interface TemplateAnalyticsFilters extends AnalyticsSpan {
  /** 1 to 10 ids. */
  template_ids: readonly string[];
}

/** The template groups to report on. */
export interface TemplateGroupAnalyticsFilters extends AnalyticsSpan {
  /** 1 to 10 ids. */
  template_group_ids: readonly string[];
}

/** The metrics of one template, or group, on one day. Further metrics pass through. */
export interface TemplateDataPoint {
  template_id?: string | undefined;
  template_group_id?: string | undefined;
  /** Unix time in seconds. */
  start?: number | string | undefined;
  /** Unix time in seconds. */
  end?: number | string | undefined;
  sent?: number | undefined;
  delivered?: number | undefined;
  read?: number | undefined;
  replied?: number | undefined;
  /** One element per button. */
  clicked?: { type: string; button_content?: string | undefined; count: number }[] | undefined;
  cost?:
    | {
        type: Open<"amount_spent" | "cost_per_delivered" | "cost_per_url_button_click">;
        value?: number | undefined;
      }[]
    | undefined;
  [key: string]: unknown;
}

/**
 * Metrics over time.
 *
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/analytics
 */
export interface TemplateAnalytics {
  data_points: TemplateDataPoint[];
  granularity?: Open<"DAILY"> | undefined;
  product_type?: string | undefined;
  [key: string]: unknown;
}

/** The templates whose performance to read. */
export interface TemplatePerformanceFilters extends PageFilters {
  name?: string | undefined;
  template_id?: string | undefined;
}

/** Templates whose metrics are counted together. Further keys pass through. */
export interface TemplateGroup {
  id: string;
  name?: string | undefined;
  description?: string | undefined;
  [key: string]: unknown;
}

/** Which page of the groups to list. */
export type TemplateGroupFilters = PageFilters;

/** A template group to create. */
export interface NewTemplateGroup {
  name: string;
  description?: string | undefined;
  /** The ids of the group's templates. */
  whatsapp_business_templates: readonly string[];
}

const time = () => z.union([z.number(), z.string()]);

const spanShape = () => ({
  start: time(),
  end: time(),
  use_waba_timezone: z.optional(z.boolean()),
  granularity: z.optional(openWord<AnalyticsSpan["granularity"]>()),
  metric_types: z.optional(list(openWord<TemplateMetric>(), 1, 100)),
  product_type: z.optional(openWord<AnalyticsSpan["product_type"]>()),
});

/** Days with `use_waba_timezone`, seconds without. */
const spanRules = (["start", "end"] as const).map((key) => [
  rule<AnalyticsSpan>(
    (span) => span.use_waba_timezone !== true || dayPattern.test(String(span[key])),
    "must be a day such as 2026-10-01, because `use_waba_timezone` is set",
    [key],
  ),
  rule<AnalyticsSpan>(
    (span) => span.use_waba_timezone === true || Number.isInteger(span[key]),
    "must be Unix time in whole seconds; to pass days, set `use_waba_timezone`",
    [key],
  ),
]);

export const templateAnalyticsSchema = once(
  () =>
    pageFilters({ ...spanShape(), template_ids: list(nonEmptyText(), 1, 10) }).check(
      ...spanRules.flat(),
    ) satisfies z.ZodMiniType<TemplateAnalyticsFilters>,
);

export const groupAnalyticsSchema = once(
  () =>
    pageFilters({ ...spanShape(), template_group_ids: list(nonEmptyText(), 1, 10) }).check(
      ...spanRules.flat(),
    ) satisfies z.ZodMiniType<TemplateGroupAnalyticsFilters>,
);

export const performanceSchema = once(
  () =>
    pageFilters({
      name: z.optional(nonEmptyText()),
      template_id: z.optional(nonEmptyText()),
    }) satisfies z.ZodMiniType<TemplatePerformanceFilters>,
);

export const groupFiltersSchema = once(() => pageFilters({}) satisfies z.ZodMiniType<TemplateGroupFilters>);

export const newGroupSchema = once(
  () =>
    z.object({
      name: nonEmptyText(),
      description: z.optional(z.string()),
      whatsapp_business_templates: nonEmptyList(nonEmptyText()),
    }) satisfies z.ZodMiniType<NewTemplateGroup>,
);
