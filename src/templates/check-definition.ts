import { findIssues, invalid } from "../core/validate.ts";
import type { ValidationIssue } from "../errors.ts";
import type { TemplateChanges, TemplateDefinition } from "../types/templates/definition.ts";
import { templateChangesSchema, templateDefinitionSchema } from "../types/templates/definition-schemas.ts";
import { isObject } from "../utils/json.ts";
import { isNumber, placeholdersIn } from "./placeholders.ts";
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
import { type Rule, readDefinition, textOf } from "./rules/reading.ts";
import { blankTexts, bodyText, footerText, headerText, placeholders, shortBodies } from "./rules/texts.ts";

/** Meta's rules about how the parts of a template go together; limits of single fields stand in the schemas. */
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
 * Every documented rule that a definition in Meta's form breaks: the limits of its fields, and how its parts go
 * together. Kinds that Meta has added since are let through, and where Meta's pages disagree the lenient one counts.
 *
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/templates/components
 */
export const definitionIssues = (definition: unknown): ValidationIssue[] => [
  ...findIssues(templateDefinitionSchema(), definition),
  ...compositionIssues(definition),
];

/** @throws `ValidationError` naming every rule that a definition in Meta's form breaks. */
export function checkDefinition(definition: unknown): asserts definition is TemplateDefinition {
  const issues = definitionIssues(definition);
  if (issues.length > 0) throw invalid("template", issues);
}

/**
 * The same of changes to a template. What they leave out is not known, so the style of the placeholders is told by
 * the texts, and a category's rules count only where the category is named.
 *
 * @throws `ValidationError` naming every rule that changes break.
 */
export function checkChanges(changes: unknown): asserts changes is TemplateChanges {
  const format = isObject(changes) ? { parameter_format: styleOf(changes.components), ...changes } : changes;
  const issues = [
    ...findIssues(templateChangesSchema(), changes),
    ...fixedIssues(changes),
    ...compositionIssues(format),
  ];
  if (issues.length > 0) throw invalid("template changes", issues);
}

/** What a template keeps for ever. */
const fixedIssues = (changes: unknown): ValidationIssue[] =>
  ["name", "language"]
    .filter((key) => isObject(changes) && changes[key] !== undefined)
    .map((path) => ({ path, message: "can never be changed: create another template" }));

function compositionIssues(definition: unknown): ValidationIssue[] {
  if (!isObject(definition) || !Array.isArray(definition.components)) return [];
  const reading = readDefinition(definition);
  return rules.flatMap((rule) => rule(reading));
}

function styleOf(components: unknown): "NAMED" | "POSITIONAL" {
  const { header, body, cards } = readDefinition({ components });
  const texts = [header, body, ...cards.flatMap((card) => [card.header, card.body])];
  const names = texts.flatMap((part) => placeholdersIn(textOf(part) ?? ""));
  return names.every(isNumber) ? "POSITIONAL" : "NAMED";
}
