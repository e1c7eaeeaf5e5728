import { hasTexts } from "../../core/answers.ts";
import { paginate } from "../../core/paging.ts";
import { path } from "../../core/path.ts";
import type { Query } from "../../core/pipeline.ts";
import { check } from "../../core/validate.ts";
import type { CallOptions } from "../../types/common.ts";
import type { Paginated } from "../../types/paging.ts";
import type {
  TemplateAnalytics,
  TemplateAnalyticsFilters,
  TemplateGroup,
  TemplateGroupAnalyticsFilters,
  TemplateGroupFilters,
  TemplatePerformanceFilters,
} from "../../types/templates/analytics.ts";
import type { LibraryFilters, LibraryTemplate } from "../../types/templates/library.ts";
import {
  groupAnalyticsSchema,
  groupFiltersSchema,
  libraryFiltersSchema,
  performanceSchema,
  templateAnalyticsSchema,
} from "../../types/templates/upkeep-schemas.ts";
import { isObject } from "../../utils/json.ts";
import { accountOf, type TemplateContext } from "./context.ts";

export function listLibrary(
  { call }: TemplateContext,
  filters: LibraryFilters,
  options: CallOptions,
): Paginated<LibraryTemplate> {
  check(libraryFiltersSchema(), filters, "library filters");
  return paginate(call, { ...options, path: "/message_template_library", query: { ...filters } }, isNamed);
}

export function listAnalytics(
  context: TemplateContext,
  filters: TemplateAnalyticsFilters,
  options: CallOptions,
): Paginated<TemplateAnalytics> {
  check(templateAnalyticsSchema(), filters, "analytics filters");
  return paginate(
    context.call,
    { ...options, path: path`/${accountOf(context)}/template_analytics`, query: daily(filters) },
    isAnalytics,
  );
}

export function listGroupAnalytics(
  context: TemplateContext,
  filters: TemplateGroupAnalyticsFilters,
  options: CallOptions,
): Paginated<TemplateAnalytics> {
  check(groupAnalyticsSchema(), filters, "analytics filters");
  return paginate(
    context.call,
    { ...options, path: path`/${accountOf(context)}/template_group_analytics`, query: daily(filters) },
    isAnalytics,
  );
}

export function listPerformance(
  context: TemplateContext,
  filters: TemplatePerformanceFilters,
  options: CallOptions,
): Paginated<Record<string, unknown>> {
  check(performanceSchema(), filters, "performance filters");
  const edge = path`/${accountOf(context)}/template_performance_metrics`;
  return paginate(context.call, { ...options, path: edge, query: { ...filters } }, isObject);
}

export function listGroups(
  context: TemplateContext,
  filters: TemplateGroupFilters,
  options: CallOptions,
): Paginated<TemplateGroup> {
  check(groupFiltersSchema(), filters, "group filters");
  const edge = path`/${accountOf(context)}/template_groups`;
  return paginate(context.call, { ...options, path: edge, query: { ...filters } }, isGroup);
}

const daily = (filters: TemplateAnalyticsFilters | TemplateGroupAnalyticsFilters): Query => ({
  granularity: "DAILY",
  ...filters,
});

const isNamed = (value: unknown): value is LibraryTemplate => hasTexts(value, "name");

const isAnalytics = (value: unknown): value is TemplateAnalytics =>
  isObject(value) && Array.isArray(value.data_points) && value.data_points.every(isObject);

const isGroup = (value: unknown): value is TemplateGroup => hasTexts(value, "id");
