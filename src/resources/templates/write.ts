import { hasTexts, isSuccess } from "../../core/answers.ts";
import { path } from "../../core/path.ts";
import { check } from "../../core/validate.ts";
import { checkChanges, checkDefinition } from "../../templates/check-definition.ts";
import { definitionOf, isDefined } from "../../templates/defined.ts";
import type { CallOptions, SuccessAnswer } from "../../types/common.ts";
import type {
  AnyTemplateDefinition,
  CreatedTemplate,
  TemplateChanges,
  TemplateDefinition,
} from "../../types/templates/definition.ts";
import { templateSelectionSchema } from "../../types/templates/filter-schemas.ts";
import type { TemplateSelection } from "../../types/templates/filters.ts";
import { type TemplateContext, templatesEdge } from "./context.ts";
import { sampleUploader, type UploadSamples } from "./sample-files.ts";

/** Checks a definition, uploads the files in it, and creates the template. */
export async function createTemplate(
  context: TemplateContext,
  template: AnyTemplateDefinition,
  options: CallOptions,
  fillSamples: UploadSamples = sampleUploader(context.call, context),
): Promise<CreatedTemplate> {
  const definition = definitionOf(template);
  checkDefinition(definition);
  const edge = templatesEdge(context);
  const { body } = await context.call({
    ...options,
    method: "POST",
    path: edge,
    body: await fillSamples(definition, options),
    idempotent: false,
    expects: isCreated,
  });
  context.memory.allowance.spend();
  return body;
}

/** Checks changes, uploads the files in them, and edits the template. */
export async function editTemplate(
  context: TemplateContext,
  id: string,
  edit: TemplateChanges | { readonly definition: TemplateDefinition },
  options: CallOptions,
  fillSamples: UploadSamples = sampleUploader(context.call, context),
): Promise<SuccessAnswer> {
  const changes = changesOf(edit);
  checkChanges(changes);
  const { body } = await context.call({
    ...options,
    method: "POST",
    path: path`/${id}`,
    body: await fillSamples(changes, options),
    idempotent: false,
    expects: isSuccess,
  });
  return body;
}

/** What of a whole definition an edit may say: name and language are fixed, and some keys are for creating only. */
function changesOf(edit: TemplateChanges | { readonly definition: TemplateDefinition }): TemplateChanges {
  if (!isDefined(edit)) return edit;
  const fixed = ["name", "language", "send_type", "creative_sourcing_spec"];
  const changes = Object.entries(edit.definition).filter(([key]) => !fixed.includes(key));
  return Object.fromEntries(changes) as TemplateChanges;
}

export async function deleteTemplates(
  context: TemplateContext,
  selection: TemplateSelection,
  options: CallOptions,
): Promise<SuccessAnswer> {
  check(templateSelectionSchema(), selection, "template selection");
  const { name, id, ids } = selection;
  const { body } = await context.call({
    ...options,
    method: "DELETE",
    path: templatesEdge(context),
    query: ids === undefined ? { hsm_id: id, name } : { hsm_ids: ids },
    idempotent: true,
    expects: isSuccess,
  });
  return body;
}

const isCreated = (value: unknown): value is CreatedTemplate => hasTexts(value, "id", "status", "category");
