import type { TemplateInput } from "../types/messages/shortcuts.ts";
import type { TemplateContent } from "../types/messages/template.ts";
import type { AnyTemplateDefinition, TemplateDefinition } from "../types/templates/definition.ts";
import { isObject } from "../utils/json.ts";
import type { TemplateSource } from "./source.ts";
import type { ValuesOf } from "./value-types.ts";

/**
 * A template as a value: what {@link defineTemplate} gives. Without a type argument it stands for any of them, whose
 * values the compiler does not know.
 */
// biome-ignore lint/suspicious/noExplicitAny: the one argument that every other one is assignable to, at no cost
export interface DefinedTemplate<Source extends TemplateSource = any> {
  readonly name: Source["name"];
  readonly language: Source["language"];
  readonly category: Source["category"];
  /** What was given to `defineTemplate`. */
  readonly source: Source;
  /** Meta's form, as it is created; a sample file of a header is uploaded before. */
  readonly definition: TemplateDefinition;
  /**
   * Checks the values, and builds of them what a message carries: the components in Meta's order, with their indexes.
   * `sendTemplate({ to, template, ...values })` does it for you.
   *
   * @throws {@link ValidationError} naming every value that is missing, too many, misnamed or of the wrong kind.
   */
  fill(values: ValuesOf<Source>): TemplateContent;
}

/** What must be given to send a template: `TemplateValuesOf<typeof orderConfirmation>`. */
export type TemplateValuesOf<Template extends DefinedTemplate> = ValuesOf<Template["source"]>;

/**
 * A template to send: a defined one with its values, or one by name and language.
 *
 * {@link Messages.sendTemplate}
 */
export type TemplateMessage<Template extends DefinedTemplate | undefined> = { template?: Template } & ([
  Template,
] extends [DefinedTemplate]
  ? { template: Template } & TemplateValuesOf<Template>
  : TemplateInput);

/** Meta's form of a template, whichever way it was written. */
export const definitionOf = (template: AnyTemplateDefinition): TemplateDefinition =>
  isDefined(template) ? template.definition : template;

/** Whether it is what `defineTemplate` gives. */
export const isDefined = (template: unknown): template is { readonly definition: TemplateDefinition } =>
  isObject(template) && isObject(template.definition);
