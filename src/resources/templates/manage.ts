import { hasTexts } from "../../core/answers.ts";
import { path } from "../../core/path.ts";
import { check } from "../../core/validate.ts";
import type { CallOptions } from "../../types/common.ts";
import type { NewTemplateGroup } from "../../types/templates/analytics.ts";
import type {
  PreviewFilters,
  TemplatePreview,
  TemplateUpsert,
  UpsertedTemplate,
} from "../../types/templates/authentication.ts";
import type {
  ArchivedTemplates,
  MigratedTemplates,
  TemplateComparison,
  TemplateComparisonMetric,
  TemplateMigration,
  UnarchivedTemplates,
  UnpauseAnswer,
} from "../../types/templates/upkeep.ts";
import {
  archivedIdsSchema,
  comparisonSchema,
  migrationSchema,
  newGroupSchema,
  previewFiltersSchema,
  upsertSchema,
} from "../../types/templates/upkeep-schemas.ts";
import { isObject } from "../../utils/json.ts";
import { accountOf, type TemplateContext, templatesEdge } from "./context.ts";

/** An update of an existing language counts as an edit: what may have been done is not done again. */
export async function upsertTemplates(
  context: TemplateContext,
  template: TemplateUpsert,
  options: CallOptions,
): Promise<UpsertedTemplate[]> {
  check(upsertSchema(), template, "authentication template");
  const { body } = await context.call({
    ...options,
    method: "POST",
    path: path`/${accountOf(context)}/upsert_message_templates`,
    body: template,
    idempotent: false,
    expects: isListOf(isUpserted),
  });
  return body.data;
}

export async function previewTemplates(
  context: TemplateContext,
  filters: PreviewFilters,
  options: CallOptions,
): Promise<TemplatePreview[]> {
  check(previewFiltersSchema(), filters, "preview filters");
  const { languages, button_types = ["OTP"], ...rest } = filters;
  const { body } = await context.call({
    ...options,
    method: "GET",
    path: path`/${accountOf(context)}/message_template_previews`,
    query: {
      category: "AUTHENTICATION",
      ...rest,
      languages: languages?.join(","),
      button_types: button_types.join(","),
    },
    idempotent: true,
    expects: isListOf(isPreview),
  });
  return body.data;
}

export async function compareTemplates(
  { call, clock }: TemplateContext,
  id: string,
  comparison: TemplateComparison,
  options: CallOptions,
): Promise<TemplateComparisonMetric[]> {
  check(comparisonSchema(), comparison, "comparison");
  const end = Math.floor(clock.now() / 1000);
  const start = end - comparison.days * 24 * 60 * 60;
  const { body } = await call({
    ...options,
    method: "GET",
    path: path`/${id}/compare`,
    query: { template_ids: [comparison.with], start, end },
    idempotent: true,
    expects: isListOf(isMetric),
  });
  return body.data;
}

/** What was copied the first time would come back as failed the second time. */
export async function migrateTemplates(
  context: TemplateContext,
  migration: TemplateMigration,
  options: CallOptions,
): Promise<MigratedTemplates> {
  check(migrationSchema(), migration, "migration");
  const { body } = await context.call({
    ...options,
    method: "POST",
    path: path`/${accountOf(context)}/migrate_message_templates`,
    body: migration,
    idempotent: false,
    expects: hasOutcome("migrated_templates"),
  });
  return outcome(body);
}

export async function unpauseTemplate(
  { call }: TemplateContext,
  id: string,
  options: CallOptions,
): Promise<UnpauseAnswer> {
  const { body } = await call({
    ...options,
    method: "POST",
    path: path`/${id}/unpause`,
    idempotent: true,
    expects: isUnpauseAnswer,
  });
  return body;
}

export async function archiveTemplates(
  context: TemplateContext,
  ids: readonly string[],
  options: CallOptions,
): Promise<ArchivedTemplates> {
  const { body } = await context.call({
    ...options,
    ...archiveCall(context, "archive", ids),
    expects: hasOutcome("archived_templates"),
  });
  return outcome(body);
}

export async function unarchiveTemplates(
  context: TemplateContext,
  ids: readonly string[],
  options: CallOptions,
): Promise<UnarchivedTemplates> {
  const { body } = await context.call({
    ...options,
    ...archiveCall(context, "unarchive", ids),
    expects: hasOutcome("unarchived_templates"),
  });
  return outcome(body);
}

/** The archive has a host of its own, without versions; where another base address is set, it is asked instead. */
function archiveCall(context: TemplateContext, verb: "archive" | "unarchive", ids: readonly string[]) {
  check(archivedIdsSchema(), { ids }, "selection of templates");
  const isMetas = new URL(context.baseUrl).host === "graph.facebook.com";
  return {
    method: "POST",
    path: `${isMetas ? "https://api.facebook.com" : ""}${templatesEdge(context)}/${verb}`,
    body: { hsm_ids: ids },
    idempotent: false, // a second time, what is archived already comes back as failed
  } as const;
}

export async function enableInsights(context: TemplateContext, options: CallOptions): Promise<void> {
  await context.call({
    ...options,
    method: "POST",
    path: path`/${accountOf(context)}`,
    query: { is_enabled_for_insights: true },
    idempotent: true,
    expects: isEnabled,
  });
}

export async function createGroup(
  context: TemplateContext,
  group: NewTemplateGroup,
  options: CallOptions,
): Promise<{ id: string }> {
  check(newGroupSchema(), group, "template group");
  const { body } = await context.call({
    ...options,
    method: "POST",
    path: path`/${accountOf(context)}/template_groups`,
    body: group,
    idempotent: false,
    expects: hasId,
  });
  return body;
}

const isListOf =
  <T>(isItem: (value: unknown) => value is T) =>
  (body: unknown): body is { data: T[] } =>
    isObject(body) && Array.isArray(body.data) && body.data.every(isItem);

const isUpserted = (value: unknown): value is UpsertedTemplate => hasTexts(value, "id", "status", "language");

const isPreview = (value: unknown): value is TemplatePreview => hasTexts(value, "language");

const isMetric = (value: unknown): value is TemplateComparisonMetric => hasTexts(value, "metric");

const isUnpauseAnswer = (value: unknown): value is UnpauseAnswer =>
  isObject(value) && typeof value.success === "boolean";

const isEnabled = (value: unknown): value is object => isObject(value) && value.success !== false;

const hasId = (value: unknown): value is { id: string } => hasTexts(value, "id");

/** A list of ids under its name, and what failed. The latter may be missing, and PHP writes an empty object as `[]`. */
const hasOutcome =
  <Key extends string>(key: Key) =>
  (body: unknown): body is { [key in Key]: string[] } & { failed_templates?: Record<string, string> } =>
    isObject(body) &&
    Array.isArray(body[key]) &&
    ["undefined", "object"].includes(typeof body.failed_templates);

function outcome<T extends { failed_templates?: Record<string, string> }>(body: T) {
  const { failed_templates: failed } = body;
  return { ...body, failed_templates: isObject(failed) ? failed : {} };
}
