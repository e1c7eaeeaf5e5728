import { type Json, toObject, toObjects, toText } from "../../../utils/json.ts";
import { fillPlaceholders, findComponent } from "./components.ts";
import type { StoredTemplate } from "./stored-template.ts";

/** The sent component for one part of a template: `header`, `body`, … */
export const findSent = (sent: readonly Json[], type: string): Json | undefined =>
  sent.find((component) => component.type === type);

export const listParameters = (part: Json | undefined): readonly Json[] => toObjects(part?.parameters);

/** The text of a parameter in the message. */
function parameterText(parameter: Json): string {
  const object = toObject(parameter[String(parameter.type)]);
  return toText(parameter.text) ?? toText(object.fallback_value) ?? "";
}

/** Values by the name or the position of their parameter. */
const valuesByName = (parameters: readonly Json[]): Map<string, string> =>
  new Map(
    parameters.map((parameter, index) => [
      toText(parameter.parameter_name) ?? String(index + 1),
      parameterText(parameter),
    ]),
  );

/** The text of a component with its values filled in. */
export function fillText(
  components: readonly Json[],
  sent: readonly Json[],
  type: "HEADER" | "BODY",
): string {
  const text = toText(findComponent(components, type)?.text) ?? "";
  return fillPlaceholders(text, valuesByName(listParameters(findSent(sent, type.toLowerCase()))));
}

/** The text that the customer reads: header, body and footer, each on its own line. */
export function renderTemplate(template: StoredTemplate, sent: readonly Json[]): string {
  const { components } = template;
  const footer = toText(findComponent(components, "FOOTER")?.text) ?? "";
  const lines = [fillText(components, sent, "HEADER"), fillText(components, sent, "BODY"), footer];
  return lines.filter((line) => line !== "").join("\n");
}

/** The sent cards of a carousel in the order of their `card_index`, which decides where a card appears. */
export const listSentCards = (sent: readonly Json[]): readonly Json[] =>
  toObjects(findSent(sent, "carousel")?.cards).toSorted(
    (one, other) => Number(one.card_index) - Number(other.card_index),
  );

/** The sent components of a template message. */
export const listSent = (template: Json): readonly Json[] => toObjects(template.components);
