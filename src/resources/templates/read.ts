import { hasTexts } from "../../core/answers.ts";
import { paginate } from "../../core/paging.ts";
import { path } from "../../core/path.ts";
import type { Query } from "../../core/pipeline.ts";
import { check } from "../../core/validate.ts";
import { isWanted } from "../../templates/language.ts";
import type { CallOptions } from "../../types/common.ts";
import type { Paginated } from "../../types/paging.ts";
import { templateFiltersSchema } from "../../types/templates/filter-schemas.ts";
import type { TemplateFilters } from "../../types/templates/filters.ts";
import type { SelectedTemplate, Template } from "../../types/templates/template.ts";
import { type TemplateContext, templatesEdge } from "./context.ts";

export function listTemplates<Field extends string>(
  context: TemplateContext,
  filters: TemplateFilters<Field>,
  options: CallOptions,
): Paginated<SelectedTemplate<Field>> {
  check(templateFiltersSchema(), filters, "template filters");
  const request = { ...options, path: templatesEdge(context), query: queryOf(filters) };
  return paginate(context.call, request, isTemplate<Field>);
}

export async function getTemplate<Field extends string>(
  { call }: TemplateContext,
  { id, fields }: { id: string; fields?: readonly Field[] | undefined },
  options: CallOptions,
): Promise<SelectedTemplate<Field>> {
  const { body } = await call({
    ...options,
    method: "GET",
    path: path`/${id}`,
    query: { fields: fields?.join(",") },
    idempotent: true,
    expects: isTemplate<Field>,
  });
  return body;
}

export async function findTemplate(
  context: TemplateContext,
  { name, language }: { name: string; language?: string | undefined },
  options: CallOptions,
): Promise<Template | undefined> {
  for await (const found of listTemplates<keyof Template>(context, { name, limit: 100 }, options)) {
    if (found.name === name && isWanted(found.language, language)) return found;
  }
  return undefined;
}

function queryOf({ fields, summary, ...filters }: TemplateFilters<string>): Query {
  return {
    ...filters,
    fields: fields?.join(","),
    summary: summary?.join(","),
    category: several(filters.category),
    language: several(filters.language),
    status: several(filters.status),
    quality_score: several(filters.quality_score),
  };
}

const several = (values: string | readonly string[] | undefined): readonly string[] | undefined =>
  typeof values === "string" ? [values] : values;

const isTemplate = <Field extends string>(value: unknown): value is SelectedTemplate<Field> =>
  hasTexts(value, "id");
