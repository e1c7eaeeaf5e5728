import { type Endpoint, type Guard, hasTexts, type Listing } from "../../core/endpoint.ts";
import { path } from "../../core/path.ts";
import type { Query } from "../../core/pipeline.ts";
import { check } from "../../core/validate.ts";
import { isWanted } from "../../templates/language.ts";
import { noteUnread } from "../../templates/unread.ts";
import type { AccountCallOptions, CallOptions } from "../../types/common.ts";
import { type TemplateFilters, templateFiltersSchema } from "../../types/templates/filters.ts";
import type { SelectedTemplate, Template } from "../../types/templates/template.ts";
import { type TemplateContext, templatesPath } from "./context.ts";

/** A template with the fields that Meta returns by default. */
export const isTemplate = hasTexts<Template>("id", "name", "language", "status");

export function describeTemplates<Field extends string>(
  api: Endpoint,
  filters: TemplateFilters<Field>,
  options: AccountCallOptions,
): Listing<SelectedTemplate<Field>> {
  check(templateFiltersSchema(), filters, "template filters");
  return { path: templatesPath(api, options), query: toQuery(filters), expects: selecting(filters.fields) };
}

/** A template with its id. What was not asked for is remembered. */
const selecting =
  <Field extends string>(fields: readonly Field[] | undefined): Guard<SelectedTemplate<Field>> =>
  (value): value is SelectedTemplate<Field> => {
    if (!hasId<Field>(value)) return false;
    noteUnread(value, fields);
    return true;
  };

export const getTemplate = <Field extends string>(
  { api }: TemplateContext,
  { id, fields }: { id: string; fields?: readonly Field[] | undefined },
  options: CallOptions,
): Promise<SelectedTemplate<Field>> =>
  api.get(path`/${id}`, { query: { fields }, expects: selecting(fields) }, options);

/** The template with this name; without a language, the first one Meta lists. */
export async function findTemplate(
  { api }: TemplateContext,
  { name, language }: { name: string; language?: string | undefined },
  options: AccountCallOptions,
  fields?: TemplateFilters["fields"],
): Promise<Template | undefined> {
  const { path, query } = describeTemplates(api, { name, fields, limit: 100 }, options);
  const isSelected = selecting(fields);
  const expects = (value: unknown): value is Template => isTemplate(value) && isSelected(value);
  for await (const found of api.list(path, { query, expects }, options)) {
    if (found.name === name && isWanted(found.language, language)) return found;
  }
  return undefined;
}

function toQuery({ summary, ...filters }: TemplateFilters<string>): Query {
  return {
    ...filters,
    summary: summary?.join(","),
    category: toList(filters.category),
    language: toList(filters.language),
    status: toList(filters.status),
    quality_score: toList(filters.quality_score),
  };
}

const toList = (values: string | readonly string[] | undefined): readonly string[] | undefined =>
  typeof values === "string" ? [values] : values;

const hasId = <Field extends string>(value: unknown): value is SelectedTemplate<Field> =>
  hasTexts<{ id: string }>("id")(value);
