import { type Json, objectsOf } from "../../json.ts";
import { componentOf, type StoredTemplate } from "../../templates/parts.ts";
import { checkAuthentication } from "./authentication.ts";
import { checkButtons } from "./buttons.ts";
import { checkCards } from "./cards.ts";
import { checkForms } from "./shapes.ts";
import { checkKind } from "./combinations.ts";
import { checkBody, checkFooter, checkHeader, composition } from "./texts.ts";

/** What decides which components go together. */
export interface TemplateFacts {
  category: string;
  format: StoredTemplate["parameterFormat"];
  subCategory: unknown;
  displayFormat: unknown;
}

/** Checks the parts of a template, and how they go together. */
export function checkComponents(value: unknown, facts: TemplateFacts): void {
  checkForms(value, "components");
  const components = objectsOf(value);
  const body = componentOf(components, "BODY");
  if (body === undefined) throw composition(2388072, "A template needs a BODY component.");
  if (facts.category === "AUTHENTICATION") return checkAuthentication(components);
  checkHeader(componentOf(components, "HEADER"), facts.format);
  checkBody(body, facts.format, mostOfBody(components));
  checkFooter(componentOf(components, "FOOTER"));
  checkButtons(componentOf(components, "BUTTONS"), "components");
  checkCards(components, facts.format);
  checkKind(components, facts);
}

function mostOfBody(components: readonly Json[]): number {
  if (componentOf(components, "LIMITED_TIME_OFFER") !== undefined) return 600;
  return componentOf(components, "HEADER")?.format === "PRODUCT" ? 160 : 1024;
}
