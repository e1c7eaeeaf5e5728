import { isObject } from "../types/json.ts";
import type { AnyTemplateDefinition, TemplateDefinition } from "../types/templates/definition.ts";

/** Meta's form of a template, whichever way it was written. */
export const definitionOf = (template: AnyTemplateDefinition): TemplateDefinition =>
  isDefined(template) ? template.definition : template;

/** Whether it is what `defineTemplate` gives. */
export const isDefined = (template: unknown): template is { readonly definition: TemplateDefinition } =>
  isObject(template) && isObject(template.definition);
