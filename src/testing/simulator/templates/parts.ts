import { type Json, listOf, objectOf, objectsOf, textOf } from "../json.ts";

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
export const placeholdersOf = (text: string): string[] => [
  ...new Set([...text.matchAll(placeholder)].map(([, name]) => name ?? "")),
];

/** The text with its placeholders replaced: by name, or by position. */
const filled = (text: string, values: ReadonlyMap<string, string>): string =>
  text.replace(placeholder, (whole, name: string) => values.get(name) ?? whole);

export const componentOf = (components: readonly Json[], type: string): Json | undefined =>
  components.find((component) => component.type === type);

export const buttonsOf = (components: readonly Json[]): readonly Json[] =>
  objectsOf(componentOf(components, "BUTTONS")?.buttons);

/** The components of each card. */
export const cardsOf = (components: readonly Json[]): readonly (readonly Json[])[] =>
  objectsOf(componentOf(components, "CAROUSEL")?.cards).map((card) => objectsOf(card.components));

/** The headers of a template and of its cards. */
export const headersOf = (components: readonly Json[]): readonly Json[] =>
  [components, ...cardsOf(components)].flat().filter(({ type }) => type === "HEADER");

export const shouted = (value: unknown): unknown => (typeof value === "string" ? value.toUpperCase() : value);

/** Types, formats and button types in capitals, as Meta hands them back whatever was sent. */
export function normalised(components: unknown): unknown {
  if (!Array.isArray(components)) return components;
  return components.map((component: unknown) => {
    const given = objectOf(component);
    return {
      ...given,
      type: shouted(given.type),
      ...("format" in given ? { format: shouted(given.format) } : {}),
      ...(Array.isArray(given.buttons) ? { buttons: given.buttons.map(normalisedButton) } : {}),
      ...(Array.isArray(given.cards) ? { cards: given.cards.map(normalisedCard) } : {}),
    };
  });
}

const normalisedButton = (button: unknown): Json => {
  const given = objectOf(button);
  return {
    ...given,
    type: shouted(given.type),
    ...("otp_type" in given ? { otp_type: shouted(given.otp_type) } : {}),
  };
};

const normalisedCard = (card: unknown): Json => ({
  ...objectOf(card),
  components: normalised(objectOf(card).components),
});

/** What was sent for one part of a template: `header`, `body`, … */
export const sentPart = (sent: readonly Json[], type: string): Json | undefined =>
  sent.find((component) => component.type === type);

export const parametersOf = (part: Json | undefined): readonly Json[] => objectsOf(part?.parameters);

/** A parameter as it reads in the message. */
function parameterText(parameter: Json): string {
  const object = objectOf(parameter[String(parameter.type)]);
  return textOf(parameter.text) ?? textOf(object.fallback_value) ?? "";
}

/** Values by placeholder: named parameters by their name, others by their position. */
const valuesOf = (parameters: readonly Json[]): Map<string, string> =>
  new Map(
    parameters.map((parameter, index) => [
      textOf(parameter.parameter_name) ?? String(index + 1),
      parameterText(parameter),
    ]),
  );

/** A text component with its parameters in it. */
export function hydrated(
  components: readonly Json[],
  sent: readonly Json[],
  type: "HEADER" | "BODY",
): string {
  const text = textOf(componentOf(components, type)?.text) ?? "";
  return filled(text, valuesOf(parametersOf(sentPart(sent, type.toLowerCase()))));
}

/** What the customer reads: header, body and footer, each on its own line. */
export function renderedTemplate(template: StoredTemplate, sent: readonly Json[]): string {
  const { components } = template;
  const footer = textOf(componentOf(components, "FOOTER")?.text) ?? "";
  const lines = [hydrated(components, sent, "HEADER"), hydrated(components, sent, "BODY"), footer];
  return lines.filter((line) => line !== "").join("\n");
}

/** The sent components of each card, by its index. */
export const sentCards = (sent: readonly Json[]): readonly Json[] =>
  objectsOf(sentPart(sent, "carousel")?.cards);

/** The components that were sent with a template message. */
export const sentComponents = (template: Json): readonly Json[] => objectsOf(listOf(template.components));
