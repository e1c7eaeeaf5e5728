import { hasTexts, isSuccess } from "../../core/endpoint.ts";
import { path } from "../../core/path.ts";
import { check } from "../../core/validate.ts";
import { checkChanges, checkDefinition } from "../../templates/check-definition.ts";
import { isDefined, toDefinition } from "../../templates/defined.ts";
import type { AccountCallOptions, AppCallOptions, SuccessAnswer } from "../../types/common.ts";
import type {
  AnyTemplateDefinition,
  CreatedTemplate,
  TemplateChanges,
  TemplateDefinition,
} from "../../types/templates/definition.ts";
import { type TemplateSelection, templateSelectionSchema } from "../../types/templates/filters.ts";
import { type TemplateContext, templatesPath } from "./context.ts";
import { findQuota } from "./creation-quota.ts";
import { sampleUploader, type UploadSamples } from "./sample-files.ts";

/** Checks a definition, uploads the files in it, and creates the template. */
export async function createTemplate(
  context: TemplateContext,
  template: AnyTemplateDefinition,
  options: AccountCallOptions & AppCallOptions,
): Promise<CreatedTemplate> {
  const definition = toDefinition(template);
  checkDefinition(definition);
  return postTemplate(context, definition, options, sampleUploader(context));
}

/** Creates a template whose definition has been checked. */
export async function postTemplate(
  { api, clock, memory }: TemplateContext,
  definition: TemplateDefinition,
  options: AccountCallOptions & AppCallOptions,
  uploadSamples: UploadSamples,
): Promise<CreatedTemplate> {
  const edge = templatesPath(api, options);
  const body = await uploadSamples(definition, options);
  const created = await api.post(edge, { body, expects: isCreated, idempotent: false }, options);
  findQuota(memory.quotas, api.businessAccountId(options), clock).spend();
  return created;
}

/** Checks changes, uploads the files in them, and edits the template. */
export async function editTemplate(
  context: TemplateContext,
  id: string,
  edit: TemplateChanges | { readonly definition: TemplateDefinition },
  options: AppCallOptions,
): Promise<SuccessAnswer> {
  const changes = isDefined(edit) ? toChanges(edit.definition) : edit;
  checkChanges(changes);
  return postChanges(context, id, changes, options, sampleUploader(context));
}

/** Edits a template with changes that have been checked. */
export async function postChanges(
  { api }: TemplateContext,
  id: string,
  changes: TemplateChanges,
  options: AppCallOptions,
  uploadSamples: UploadSamples,
): Promise<SuccessAnswer> {
  const body = await uploadSamples(changes, options);
  return api.post(path`/${id}`, { body, expects: isSuccess, idempotent: false }, options);
}

/** The part of a definition that can be edited: name and language are fixed, and some keys exist for creation only. */
function toChanges(definition: TemplateDefinition): TemplateChanges {
  const fixed = ["name", "language", "send_type", "creative_sourcing_spec"];
  const changes = Object.entries(definition).filter(([key]) => !fixed.includes(key));
  return Object.fromEntries(changes) as TemplateChanges;
}

export async function deleteTemplates(
  { api }: TemplateContext,
  selection: TemplateSelection,
  options: AccountCallOptions,
): Promise<SuccessAnswer> {
  check(templateSelectionSchema(), selection, "template selection");
  const { name, id, ids } = selection;
  const query = ids === undefined ? { hsm_id: id, name } : { hsm_ids: ids };
  return api.delete(templatesPath(api, options), { query }, options);
}

const isCreated = hasTexts<CreatedTemplate>("id", "status", "category");
