import { findIssues, invalid } from "../core/validate.ts";
import type { ValidationIssue } from "../errors.ts";
import type { TemplateChanges, TemplateDefinition } from "../types/templates/definition.ts";
import { templateChangesSchema, templateDefinitionSchema } from "../types/templates/definition.ts";
import { isObject } from "../utils/json.ts";
import { parseTemplate, type Rule } from "./parse.ts";
import { isNumber } from "./placeholders.ts";
import {
  buttonCounts,
  fixedLabels,
  oneTimeCodes,
  paymentMethods,
  quickReplies,
  urlSuffixes,
} from "./rules/buttons.ts";
import { carousel } from "./rules/carousel.ts";
import { categories, components } from "./rules/categories.ts";
import { callPermission, limitedTimeOffer, orderDetails, orderStatus, products } from "./rules/kinds.ts";
import { blankTexts, bodyText, footerText, headerText, placeholders, shortBodies } from "./rules/texts.ts";

/** Meta's rules about how the parts of a template can be combined; the limits of single fields are in the schemas. */
const rules: readonly Rule[] = [
  components,
  categories,
  blankTexts,
  placeholders,
  headerText,
  bodyText,
  footerText,
  shortBodies,
  buttonCounts,
  quickReplies,
  fixedLabels,
  urlSuffixes,
  paymentMethods,
  oneTimeCodes,
  limitedTimeOffer,
  products,
  orderStatus,
  orderDetails,
  callPermission,
  carousel,
];

/**
 * Finds every documented rule that a definition in Meta's form breaks: limits of its fields and combinations of its
 * parts. Kinds that Meta has added since this version pass. Where Meta's pages disagree, the more lenient one counts.
 *
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/templates/components
 */
export const definitionIssues = (definition: unknown): ValidationIssue[] =>
  checked.has(definition as object)
    ? []
    : [...findIssues(templateDefinitionSchema(), definition), ...findBrokenRules(definition)];

/** Definitions made by `defineTemplate`, which has checked them. */
const checked = new WeakSet<object>();

/** Marks a definition that breaks no rule, so that it is not checked again. */
export function markChecked(definition: TemplateDefinition): TemplateDefinition {
  checked.add(definition);
  return definition;
}

/** @throws `ValidationError` naming every rule that a definition in Meta's form breaks. */
export function checkDefinition(definition: unknown): asserts definition is TemplateDefinition {
  const issues = definitionIssues(definition);
  if (issues.length > 0) throw invalid("template", issues);
}

/**
 * Checks changes to a template. What they leave out is unknown: the texts tell the style of the placeholders, and the
 * rules of a category only apply if the changes name it.
 *
 * @throws `ValidationError` naming every rule that changes break.
 */
export function checkChanges(changes: unknown): asserts changes is TemplateChanges {
  const format = isObject(changes)
    ? { parameter_format: inferFormat(changes.components), ...changes }
    : changes;
  const issues = [
    ...findIssues(templateChangesSchema(), changes),
    ...findFixedKeys(changes),
    ...findBrokenRules(format),
  ];
  if (issues.length > 0) throw invalid("template changes", issues);
}

/** What can never be changed. */
const findFixedKeys = (changes: unknown): ValidationIssue[] =>
  ["name", "language"]
    .filter((key) => isObject(changes) && changes[key] !== undefined)
    .map((path) => ({ path, message: "cannot be changed: create another template" }));

function findBrokenRules(definition: unknown): ValidationIssue[] {
  if (!isObject(definition) || !Array.isArray(definition.components)) return [];
  const template = parseTemplate(definition);
  return rules.flatMap((rule) => rule(template));
}

function inferFormat(components: unknown): "NAMED" | "POSITIONAL" {
  const { header, body, cards } = parseTemplate({ components });
  const texts = [header, body, ...cards.flatMap((card) => [card.header, card.body])];
  const names = texts.flatMap((part) => part?.placeholders ?? []);
  return names.every(isNumber) ? "POSITIONAL" : "NAMED";
}
