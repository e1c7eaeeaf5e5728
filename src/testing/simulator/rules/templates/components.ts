import { type Json, toObjects } from "../../../../utils/json.ts";
import { findComponent } from "../../templates/components.ts";
import { checkAuthentication } from "./authentication.ts";
import { checkButtons } from "./buttons.ts";
import { checkCards } from "./cards.ts";
import { checkCombinations, type TemplateFacts } from "./combinations.ts";
import { checkShapes } from "./shapes.ts";
import { checkBody, checkFooter, checkHeader, composition } from "./texts.ts";

/** Checks the components of a template, each and in combination. */
export function checkComponents(value: unknown, facts: TemplateFacts): void {
  checkShapes(value, "components");
  const components = toObjects(value);
  const body = findComponent(components, "BODY");
  if (body === undefined) throw composition(2388072, "A template needs a BODY component.");
  if (facts.category === "AUTHENTICATION") return checkAuthentication(components);
  checkHeader(findComponent(components, "HEADER"), facts.format);
  checkBody(body, facts.format, maxBodyLength(components));
  checkFooter(findComponent(components, "FOOTER"));
  checkButtons(findComponent(components, "BUTTONS"), "components");
  checkCards(components, facts.format);
  checkCombinations(components, facts);
}

function maxBodyLength(components: readonly Json[]): number {
  if (findComponent(components, "LIMITED_TIME_OFFER") !== undefined) return 600;
  return findComponent(components, "HEADER")?.format === "PRODUCT" ? 160 : 1024;
}
