import { type Json, toList, toObject, toObjects, toText } from "../../../utils/json.ts";

/** What users make of a template. */
interface Quality {
  score: string;
  /** Milliseconds. */
  at: number;
  reasons: readonly string[];
}

/** A template as the account holds it. */
export interface StoredTemplate {
  readonly id: string;
  readonly businessAccountId: string;
  readonly name: string;
  readonly language: string;
  category: string;
  /** What it was before it was put into another category. */
  previousCategory: string | undefined;
  /** The category that it will have, and from when on, in milliseconds. */
  nextCategory: { category: string; at: number } | undefined;
  status: string;
  rejectedReason: string;
  parameterFormat: "POSITIONAL" | "NAMED";
  components: readonly Json[];
  /** Further fields it was created with. */
  more: Json;
  /** Types of the values of a template from the library. */
  bodyTypes: readonly string[] | undefined;
  readonly source: "manual" | "auto_generated";
  quality: Quality;
  /** When it was edited while approved, in milliseconds. */
  edits: number[];
  /** When its price was edited, in milliseconds. */
  priceEdits: number[];
  /** How often it was paused for its quality. */
  pauses: number;
  pause: { at: number; until: number | undefined } | undefined;
  archive: { at: number; from: string } | undefined;
  readonly createdAt: number;
  updatedAt: number;
  /** When it was last created, edited, sent or brought back, in milliseconds. */
  usedAt: number;
}

const placeholder = /\{\{\s*([A-Za-z0-9_]+)\s*\}\}/g;

/** The placeholders of a text, each once, in order. */
export const listPlaceholders = (text: string): string[] => [
  ...new Set([...text.matchAll(placeholder)].map(([, name]) => name ?? "")),
];

/** The text with its placeholders replaced: by name, or by position. */
const fillPlaceholders = (text: string, values: ReadonlyMap<string, string>): string =>
  text.replace(placeholder, (whole, name: string) => values.get(name) ?? whole);

export const findComponent = (components: readonly Json[], type: string): Json | undefined =>
  components.find((component) => component.type === type);

export const listButtons = (components: readonly Json[]): readonly Json[] =>
  toObjects(findComponent(components, "BUTTONS")?.buttons);

/** The components of each card. */
export const listCards = (components: readonly Json[]): readonly (readonly Json[])[] =>
  toObjects(findComponent(components, "CAROUSEL")?.cards).map((card) => toObjects(card.components));

/** The headers of a template and of its cards. */
export const listHeaders = (components: readonly Json[]): readonly Json[] =>
  [components, ...listCards(components)].flat().filter(({ type }) => type === "HEADER");

export const toCapitals = (value: unknown): unknown =>
  typeof value === "string" ? value.toUpperCase() : value;

/** Types, formats and button types in capitals, as Meta hands them back whatever was sent. */
export function capitaliseTypes(components: unknown): unknown {
  if (!Array.isArray(components)) return components;
  return components.map((component: unknown) => {
    const given = toObject(component);
    return {
      ...given,
      type: toCapitals(given.type),
      ...("format" in given ? { format: toCapitals(given.format) } : {}),
      ...(Array.isArray(given.buttons) ? { buttons: given.buttons.map(capitaliseButton) } : {}),
      ...(Array.isArray(given.cards) ? { cards: given.cards.map(capitaliseCard) } : {}),
    };
  });
}

const capitaliseButton = (button: unknown): Json => {
  const given = toObject(button);
  return {
    ...given,
    type: toCapitals(given.type),
    ...("otp_type" in given ? { otp_type: toCapitals(given.otp_type) } : {}),
  };
};

const capitaliseCard = (card: unknown): Json => ({
  ...toObject(card),
  components: capitaliseTypes(toObject(card).components),
});

/** What was sent for one part of a template: `header`, `body`, … */
export const findSent = (sent: readonly Json[], type: string): Json | undefined =>
  sent.find((component) => component.type === type);

export const listParameters = (part: Json | undefined): readonly Json[] => toObjects(part?.parameters);

/** A parameter as it reads in the message. */
function parameterText(parameter: Json): string {
  const object = toObject(parameter[String(parameter.type)]);
  return toText(parameter.text) ?? toText(object.fallback_value) ?? "";
}

/** Values by placeholder: named parameters by their name, others by their position. */
const valuesByName = (parameters: readonly Json[]): Map<string, string> =>
  new Map(
    parameters.map((parameter, index) => [
      toText(parameter.parameter_name) ?? String(index + 1),
      parameterText(parameter),
    ]),
  );

/** A text component with its parameters in it. */
export function fillText(
  components: readonly Json[],
  sent: readonly Json[],
  type: "HEADER" | "BODY",
): string {
  const text = toText(findComponent(components, type)?.text) ?? "";
  return fillPlaceholders(text, valuesByName(listParameters(findSent(sent, type.toLowerCase()))));
}

/** What the customer reads: header, body and footer, each on its own line. */
export function renderTemplate(template: StoredTemplate, sent: readonly Json[]): string {
  const { components } = template;
  const footer = toText(findComponent(components, "FOOTER")?.text) ?? "";
  const lines = [fillText(components, sent, "HEADER"), fillText(components, sent, "BODY"), footer];
  return lines.filter((line) => line !== "").join("\n");
}

/** The sent components of each card, by its index. */
export const listSentCards = (sent: readonly Json[]): readonly Json[] =>
  toObjects(findSent(sent, "carousel")?.cards);

/** The components that were sent with a template message. */
export const listSent = (template: Json): readonly Json[] => toObjects(toList(template.components));
