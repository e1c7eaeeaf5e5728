import { issuesOf } from "../core/validate.ts";
import type { ValidationIssue } from "../errors.ts";
import { templateDefinitionSchema } from "../types/templates/definition-schemas.ts";
import {
  buttonCounts,
  fixedLabels,
  oneTimeCodes,
  paymentMethods,
  quickReplies,
  urlSuffixes,
} from "./rules/buttons.ts";
import {
  callPermission,
  carousel,
  categories,
  components,
  limitedTimeOffer,
  products,
} from "./rules/kinds.ts";
import { isRecord, type Rule, readDefinition } from "./rules/reading.ts";
import { bodyText, footerText, headerText, placeholders, shortBodies } from "./rules/texts.ts";

/** Meta's rules about how the parts of a template go together; limits of single fields stand in the schemas. */
const rules: readonly Rule[] = [
  components,
  categories,
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
  callPermission,
  carousel,
];

/**
 * Every documented rule that a definition in Meta's form breaks: the limits of its fields, and how its parts go
 * together. Kinds that Meta has added since are let through, and where Meta's pages disagree the lenient one counts.
 *
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/templates/components
 */
export function definitionIssues(definition: unknown): ValidationIssue[] {
  const issues = issuesOf(templateDefinitionSchema(), definition);
  if (!isRecord(definition) || !Array.isArray(definition.components)) return issues;
  const reading = readDefinition(definition);
  return [...issues, ...rules.flatMap((rule) => rule(reading))];
}
