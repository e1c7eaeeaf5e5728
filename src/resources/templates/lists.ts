import type * as z from "zod/mini";
import { type Endpoint, type Guard, hasTexts, type Listing } from "../../core/endpoint.ts";
import type { Query } from "../../core/pipeline.ts";
import { check } from "../../core/validate.ts";
import type { AccountCallOptions } from "../../types/common.ts";
import {
  type AnalyticsSpan,
  groupAnalyticsSchema,
  groupFiltersSchema,
  performanceSchema,
  type TemplateAnalytics,
  type TemplateAnalyticsFilters,
  type TemplateGroup,
  type TemplateGroupAnalyticsFilters,
  templateAnalyticsSchema,
} from "../../types/templates/analytics.ts";
import { type LibraryTemplate, libraryFiltersSchema } from "../../types/templates/library.ts";
import { isObject } from "../../utils/json.ts";

interface ListDescription<Filters, Item> {
  path: (api: Endpoint, options: AccountCallOptions) => string;
  filters: () => z.ZodMiniType<Filters>;
  /** What errors call the filters. */
  name: string;
  defaults?: Query;
  expects: Guard<Item>;
}

/** Describes a list as a function that checks its filters and returns the request. */
const describe =
  <Filters extends object, Item>({
    path,
    filters: schema,
    name,
    defaults,
    expects,
  }: ListDescription<Filters, Item>) =>
  (api: Endpoint, filters: Filters, options: AccountCallOptions): Listing<Item> => {
    check(schema(), filters, name);
    return { path: path(api, options), query: { ...defaults, ...filters }, expects };
  };

const inAccount =
  (edge: string) =>
  (api: Endpoint, options: AccountCallOptions): string =>
    api.accountPath(options, edge);

const isAnalytics: Guard<TemplateAnalytics> = (value): value is TemplateAnalytics =>
  isObject(value) && Array.isArray(value.data_points) && value.data_points.every(isObject);

export const library = describe({
  path: () => "/message_template_library",
  filters: libraryFiltersSchema,
  name: "library filters",
  expects: hasTexts<LibraryTemplate>("name"),
});

const daily = <Filters extends AnalyticsSpan>(edge: string, filters: () => z.ZodMiniType<Filters>) =>
  describe<Filters, TemplateAnalytics>({
    path: inAccount(edge),
    filters,
    name: "analytics filters",
    defaults: { granularity: "DAILY" },
    expects: isAnalytics,
  });

export const analytics = daily<TemplateAnalyticsFilters>("template_analytics", templateAnalyticsSchema);
export const groupAnalytics = daily<TemplateGroupAnalyticsFilters>(
  "template_group_analytics",
  groupAnalyticsSchema,
);

export const performance = describe({
  path: inAccount("template_performance_metrics"),
  filters: performanceSchema,
  name: "performance filters",
  expects: isObject,
});

export const groups = describe({
  path: inAccount("template_groups"),
  filters: groupFiltersSchema,
  name: "group filters",
  expects: hasTexts<TemplateGroup>("id"),
});
