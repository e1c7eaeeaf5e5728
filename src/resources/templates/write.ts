import { path } from "../../core/path.ts";
import { checkChanges, checkDefinition } from "../../templates/check-definition.ts";
import type { CallOptions, SuccessAnswer } from "../../types/common.ts";
import type {
  AnyTemplateDefinition,
  CreatedTemplate,
  TemplateChanges,
  TemplateDefinition,
} from "../../types/templates/definition.ts";
import { isObject, isSuccess, type TemplateContext, templatesEdge } from "./context.ts";
import { type FillSamples, sampleUploads } from "./samples.ts";

/** Checks a definition, uploads the files in it, and creates the template. */
export async function createTemplate(
  context: TemplateContext,
  template: AnyTemplateDefinition,
  options: CallOptions,
  fillSamples: FillSamples = sampleUploads(context.call, context),
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
  return body;
}

/** Checks changes, uploads the files in them, and edits the template. */
export async function editTemplate(
  context: TemplateContext,
  id: string,
  edit: TemplateChanges | { readonly definition: TemplateDefinition },
  options: CallOptions,
  fillSamples: FillSamples = sampleUploads(context.call, context),
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

/** Meta's form of a template, whichever way it was written. */
export const definitionOf = (template: AnyTemplateDefinition): TemplateDefinition =>
  isDefined(template) ? template.definition : template;

/** What of a whole definition an edit may say: name and language are fixed, and some keys are for creating only. */
function changesOf(edit: TemplateChanges | { readonly definition: TemplateDefinition }): TemplateChanges {
  if (!isDefined(edit)) return edit;
  const {
    name: _,
    language: __,
    send_type: ___,
    creative_sourcing_spec: ____,
    ...changes
  } = {
    send_type: undefined,
    creative_sourcing_spec: undefined,
    ...edit.definition,
  };
  return changes as TemplateChanges;
}

const isDefined = (template: unknown): template is { readonly definition: TemplateDefinition } =>
  isObject(template) && isObject(template.definition);

const isCreated = (value: unknown): value is CreatedTemplate =>
  isObject(value) && [value.id, value.status, value.category].every((field) => typeof field === "string");
