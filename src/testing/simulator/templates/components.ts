import { type Json, toObject, toObjects } from "../../../utils/json.ts";

const placeholder = /\{\{\s*([A-Za-z0-9_]+)\s*\}\}/g;

/** The placeholders of a text in order, without duplicates. */
export const listPlaceholders = (text: string): string[] => [
  ...new Set([...text.matchAll(placeholder)].map(([, name]) => name ?? "")),
];

/** Replaces placeholders by the values of the same name or number. */
export const fillPlaceholders = (text: string, values: ReadonlyMap<string, string>): string =>
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

/** Components with types and formats in capitals, as Meta always returns them. */
export function capitalizeTypes(components: unknown): unknown {
  if (!Array.isArray(components)) return components;
  return components.map((component: unknown) => {
    const given = toObject(component);
    return {
      ...given,
      type: toCapitals(given.type),
      ...("format" in given ? { format: toCapitals(given.format) } : {}),
      ...(Array.isArray(given.buttons) ? { buttons: given.buttons.map(capitalizeButton) } : {}),
      ...(Array.isArray(given.cards) ? { cards: given.cards.map(capitalizeCard) } : {}),
    };
  });
}

const capitalizeButton = (button: unknown): Json => {
  const given = toObject(button);
  return {
    ...given,
    type: toCapitals(given.type),
    ...("otp_type" in given ? { otp_type: toCapitals(given.otp_type) } : {}),
  };
};

const capitalizeCard = (card: unknown): Json => ({
  ...toObject(card),
  components: capitalizeTypes(toObject(card).components),
});
