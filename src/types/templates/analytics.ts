import * as z from "zod/mini";
import { once } from "../../utils/once.ts";
import { list, rule } from "../checks.ts";
import type { Open } from "../common.ts";
import type { PageFilters } from "../paging.ts";
import { open, pageFilters, some } from "./filters.ts";
import { filled } from "./pieces.ts";

/** A figure of templates. */
export type TemplateMetric = Open<"SENT" | "DELIVERED" | "READ" | "REPLIED" | "CLICKED" | "COST">;

/** The days that figures are wanted of: up to 90 back. */
export interface AnalyticsSpan extends PageFilters {
  /** Unix seconds; with `use_waba_timezone` a day, `2026-10-01`. */
  start: number | string;
  /** Unix seconds; with `use_waba_timezone` a day, `2026-10-01`. */
  end: number | string;
  /** Counts days in the account's time zone instead of UTC. Default false. */
  use_waba_timezone?: boolean | undefined;
  /** Default `DAILY`, the only one Meta documents. */
  granularity?: Open<"DAILY"> | undefined;
  /** Default: what Meta gives. `COST` is missing for accounts on a partner's credit line. */
  metric_types?: readonly TemplateMetric[] | undefined;
  /** Sent through the Cloud API or the Marketing Messages API. Default: Meta's. */
  product_type?:
    | Open<"CLOUD_API" | "MARKETING_MESSAGES_LITE_API" | "MARKETING_MESSAGES_API_FOR_WHATSAPP">
    | undefined;
}

/** Which templates' figures to read. */
export interface TemplateAnalyticsFilters extends AnalyticsSpan {
  /** 1 to 10 ids. */
  template_ids: readonly string[];
}

/** Which groups' figures to read. */
export interface TemplateGroupAnalyticsFilters extends AnalyticsSpan {
  /** 1 to 10 ids. */
  template_group_ids: readonly string[];
}

/** The figures of one template, or group, on one day. Further figures pass through. */
export interface TemplateDataPoint {
  template_id?: string | undefined;
  template_group_id?: string | undefined;
  /** Unix seconds. */
  start?: number | string | undefined;
  /** Unix seconds. */
  end?: number | string | undefined;
  sent?: number | undefined;
  delivered?: number | undefined;
  read?: number | undefined;
  replied?: number | undefined;
  /** One element a button. */
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
 * Figures over time.
 *
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/analytics
 */
export interface TemplateAnalytics {
  data_points: TemplateDataPoint[];
  granularity?: Open<"DAILY"> | undefined;
  product_type?: string | undefined;
  [key: string]: unknown;
}

/** Which template's performance to read. */
export interface TemplatePerformanceFilters extends PageFilters {
  name?: string | undefined;
  template_id?: string | undefined;
}

/** Templates whose figures are counted together. Further keys pass through. */
export interface TemplateGroup {
  id: string;
  name?: string | undefined;
  description?: string | undefined;
  [key: string]: unknown;
}

/** Which groups to list. */
export type TemplateGroupFilters = PageFilters;

/** A new group of templates. */
export interface NewTemplateGroup {
  name: string;
  description?: string | undefined;
  /** Ids of the templates in it. */
  whatsapp_business_templates: readonly string[];
}

const moment = () => z.union([z.number(), z.string()]);

const spanShape = () => ({
  ...pageFilters(),
  start: moment(),
  end: moment(),
  use_waba_timezone: z.optional(z.boolean()),
  granularity: z.optional(open<AnalyticsSpan["granularity"]>()),
  metric_types: z.optional(list(open<TemplateMetric>(), 1, 100)),
  product_type: z.optional(open<AnalyticsSpan["product_type"]>()),
});

/** Days where days are counted in the account's time zone, seconds elsewhere. */
const spanRules = (["start", "end"] as const).map((key) => [
  rule<AnalyticsSpan>(
    (span) => span.use_waba_timezone !== true || /^\d{4}-\d{2}-\d{2}$/.test(String(span[key])),
    "must be a day such as 2026-10-01, because use_waba_timezone is set",
    [key],
  ),
  rule<AnalyticsSpan>(
    (span) => span.use_waba_timezone === true || Number.isInteger(span[key]),
    "must be Unix time in whole seconds; days need use_waba_timezone",
    [key],
  ),
]);

export const templateAnalyticsSchema = once(
  () =>
    z
      .strictObject({ ...spanShape(), template_ids: list(filled(), 1, 10) })
      .check(...spanRules.flat()) satisfies z.ZodMiniType<TemplateAnalyticsFilters>,
);

export const groupAnalyticsSchema = once(
  () =>
    z
      .strictObject({ ...spanShape(), template_group_ids: list(filled(), 1, 10) })
      .check(...spanRules.flat()) satisfies z.ZodMiniType<TemplateGroupAnalyticsFilters>,
);

export const performanceSchema = once(
  () =>
    z.strictObject({
      ...pageFilters(),
      name: z.optional(filled()),
      template_id: z.optional(filled()),
    }) satisfies z.ZodMiniType<TemplatePerformanceFilters>,
);

export const groupFiltersSchema = once(
  () => z.strictObject(pageFilters()) satisfies z.ZodMiniType<TemplateGroupFilters>,
);

export const newGroupSchema = once(
  () =>
    z.object({
      name: filled(),
      description: z.optional(z.string()),
      whatsapp_business_templates: some(filled()),
    }) satisfies z.ZodMiniType<NewTemplateGroup>,
);
