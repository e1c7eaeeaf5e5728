import type { TemplateInput } from "../types/messages/shortcuts.ts";
import type { TemplateContent } from "../types/messages/template.ts";
import type { AnyTemplateDefinition, TemplateDefinition } from "../types/templates/definition.ts";
import { isObject } from "../utils/json.ts";
import type { TemplateSource } from "./source.ts";
import type { ValuesOf } from "./value-types.ts";

/**
 * A template as a value: what {@link defineTemplate} returns. Without a type argument, it is any of them, and the
 * compiler does not know its values.
 */
// biome-ignore lint/suspicious/noExplicitAny: the one argument that every other one is assignable to, at no cost
export interface DefinedTemplate<Source extends TemplateSource = any> {
  readonly name: Source["name"];
  readonly language: Source["language"];
  readonly category: Source["category"];
  /** What was given to `defineTemplate`. */
  readonly source: Source;
  /** Meta's form, as `templates.create` sends it; sample files of headers are uploaded first. */
  readonly definition: TemplateDefinition;
  /**
   * Checks the values and builds the content of a message: the components in Meta's order, with their indexes.
   * `sendTemplate({ to, template, ...values })` does this for you.
   *
   * @throws {@link ValidationError} naming every value that is missing, surplus, misnamed or of the wrong kind.
   */
  fill(values: ValuesOf<Source>): TemplateContent;
}

/** The values that a template needs to be sent: `TemplateValuesOf<typeof orderConfirmation>`. */
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
export const toDefinition = (template: AnyTemplateDefinition): TemplateDefinition =>
  isDefined(template) ? template.definition : template;

/** Whether it looks like what `defineTemplate` returns. */
export const isDefined = (template: unknown): template is { readonly definition: TemplateDefinition } =>
  isObject(template) && isObject(template.definition);
