import { type Guard, hasData, hasTexts } from "../../core/endpoint.ts";
import { path } from "../../core/path.ts";
import { check } from "../../core/validate.ts";
import type { AccountCallOptions, CallOptions } from "../../types/common.ts";
import { type NewTemplateGroup, newGroupSchema } from "../../types/templates/analytics.ts";
import { archivedIdsSchema } from "../../types/templates/archival.ts";
import {
  type PreviewFilters,
  previewFiltersSchema,
  type TemplatePreview,
  type TemplateUpsert,
  type UpsertedTemplate,
  upsertSchema,
} from "../../types/templates/authentication.ts";
import {
  comparisonSchema,
  type TemplateComparison,
  type TemplateComparisonMetric,
} from "../../types/templates/comparison.ts";
import { migrationSchema, type TemplateMigration } from "../../types/templates/migration.ts";
import type { UnpauseAnswer } from "../../types/templates/pausing.ts";
import { isObject } from "../../utils/json.ts";
import { type TemplateContext, templatesPath } from "./context.ts";

const areUpserted = hasData(hasTexts<UpsertedTemplate>("id", "status", "language"));
const arePreviews = hasData(hasTexts<TemplatePreview>("language"));
const areMetrics = hasData(hasTexts<TemplateComparisonMetric>("metric"));

const isUnpauseAnswer: Guard<UnpauseAnswer> = (value): value is UnpauseAnswer =>
  isObject(value) && typeof value.success === "boolean";

const isEnabled: Guard<object> = (value): value is object => isObject(value) && value.success !== false;

/** Not retried: updating an existing language counts as an edit. */
export async function upsertTemplates(
  { api }: TemplateContext,
  template: TemplateUpsert,
  options: AccountCallOptions,
): Promise<UpsertedTemplate[]> {
  check(upsertSchema(), template, "authentication template");
  const edge = api.accountPath(options, "upsert_message_templates");
  const written = { body: template, expects: areUpserted, idempotent: false };
  return (await api.post(edge, written, options)).data;
}

export async function previewTemplates(
  { api }: TemplateContext,
  filters: PreviewFilters,
  options: AccountCallOptions,
): Promise<TemplatePreview[]> {
  check(previewFiltersSchema(), filters, "preview filters");
  const edge = api.accountPath(options, "message_template_previews");
  const { languages, button_types = ["OTP"], ...rest } = filters;
  const lists = { languages: languages?.join(","), button_types: button_types.join(",") };
  const query = { category: "AUTHENTICATION", ...rest, ...lists };
  return (await api.get(edge, { query, expects: arePreviews }, options)).data;
}

export async function compareTemplates(
  { api, clock }: TemplateContext,
  id: string,
  comparison: TemplateComparison,
  options: CallOptions,
): Promise<TemplateComparisonMetric[]> {
  check(comparisonSchema(), comparison, "comparison");
  const end = Math.floor(clock.now() / 1000);
  const start = end - comparison.days * 24 * 60 * 60;
  const query = { template_ids: [comparison.with], start, end };
  return (await api.get(path`/${id}/compare`, { query, expects: areMetrics }, options)).data;
}

/** Not retried: templates copied by the first attempt would be reported as failed by the second. */
export async function migrateTemplates(
  { api }: TemplateContext,
  migration: TemplateMigration,
  options: AccountCallOptions,
) {
  check(migrationSchema(), migration, "migration");
  const edge = api.accountPath(options, "migrate_message_templates");
  const expects = hasOutcome("migrated_templates");
  return withFailures(await api.post(edge, { body: migration, expects, idempotent: false }, options));
}

export const unpauseTemplate = ({ api }: TemplateContext, id: string, options: CallOptions) =>
  api.post(path`/${id}/unpause`, { expects: isUnpauseAnswer, idempotent: true }, options);

export const archiveTemplates = archiving("archive", "archived_templates");
export const unarchiveTemplates = archiving("unarchive", "unarchived_templates");

/**
 * The archive has a host of its own, without versions. With a custom `baseUrl`, requests go there instead. Not retried:
 * what the first attempt moved would be reported as failed by the second.
 */
function archiving<Key extends string>(verb: "archive" | "unarchive", key: Key) {
  return async ({ api, baseUrl }: TemplateContext, ids: readonly string[], options: AccountCallOptions) => {
    check(archivedIdsSchema(), { ids }, "selection of templates");
    const host = new URL(baseUrl).host === "graph.facebook.com" ? "https://api.facebook.com" : "";
    const address = `${host}${templatesPath(api, options)}/${verb}`;
    const written = { body: { hsm_ids: ids }, expects: hasOutcome(key), idempotent: false };
    return withFailures(await api.post(address, written, options));
  };
}

export async function enableInsights({ api }: TemplateContext, options: AccountCallOptions): Promise<void> {
  const query = { is_enabled_for_insights: true };
  const account = api.accountPath(options);
  await api.post(account, { query, expects: isEnabled, idempotent: true }, options);
}

export async function createGroup(
  { api }: TemplateContext,
  group: NewTemplateGroup,
  options: AccountCallOptions,
) {
  check(newGroupSchema(), group, "template group");
  const edge = api.accountPath(options, "template_groups");
  return api.post(edge, { body: group, expects: hasTexts<{ id: string }>("id"), idempotent: false }, options);
}

/** A list of ids under `key`, and `failed_templates`, which may be missing, or `[]` when it is empty. */
const hasOutcome =
  <Key extends string>(key: Key) =>
  (body: unknown): body is { [key in Key]: string[] } & { failed_templates?: Record<string, string> } =>
    isObject(body) &&
    Array.isArray(body[key]) &&
    ["undefined", "object"].includes(typeof body.failed_templates);

function withFailures<T extends { failed_templates?: Record<string, string> }>(body: T) {
  const { failed_templates: failed } = body;
  return { ...body, failed_templates: isObject(failed) ? failed : {} };
}
