import { type ButtonSubType, buttonParameterTypes } from "../types/messages/template.ts";
import { isObject, type Json } from "../utils/json.ts";
import { joinPieces, type Piece, type Place, type Places, type Refuse } from "./locate.ts";

/** What fills the header, the body and the buttons of a message or of a card. */
export interface PartPieces {
  readonly header?: Piece | undefined;
  readonly body?: Piece | undefined;
  readonly buttons: readonly Piece[];
}

/**
 * Puts pieces into one list of components, with the places of what is missing.
 *
 * @param list the path of the list in Meta's form.
 * @param source the caller's path of what the list is made of; empty for the message itself.
 */
export function assemble(pieces: readonly (Piece | undefined)[], list: string, source = "") {
  const at = (key: string) => (source === "" ? key : `${source}.${key}`);
  const missing: Places = () => [
    [list, source],
    [`${list}.body`, at("parameters")],
    [`${list}.button`, at("buttons")],
    [`${list}.carousel`, at("cards")],
  ];
  const { components, places } = joinPieces(
    pieces.filter((piece) => piece !== undefined),
    list,
  );
  return { components, places: () => [...missing(), ...places()] };
}

/** A carousel with the pieces of its cards. */
export function carouselPiece(cards: readonly PartPieces[]): Piece {
  const assembled = cards.map(({ header, body, buttons }, index) =>
    assemble([header, body, ...buttons], `.cards.${index}.components`, `cards.${index}`),
  );
  return {
    component: {
      type: "carousel",
      cards: assembled.map(({ components }, card_index) => ({ card_index, components })),
    },
    places: () => [["", "cards"], [".cards", "cards"], ...assembled.flatMap(({ places }) => places())],
  };
}

/**
 * A header's component.
 *
 * @param inside the key of the parameter that holds what the caller wrote, where that is not the parameter itself.
 */
export const headerPiece = (parameter: Json, path: string, inside?: string): Piece => ({
  component: { type: "header", parameters: [parameter] },
  places: () => [
    ["", path],
    [".parameters", path],
    [".parameters.0", path],
    ...(inside === undefined ? [] : [[`.parameters.0.${inside}`, path] as const]),
  ],
});

/** A component of one parameter that is named as the component is: an offer's end, an order's status. */
export const singlePiece = (type: string, value: unknown, inside = ""): Piece => ({
  component: { type, parameters: [{ type, [type]: value }] },
  places: () => [
    ["", type],
    [`.parameters.0.${type}${inside}`, type],
  ],
});

/** The body's component: a list of values for `{{1}}`, an object for `{{first_name}}`. */
export function bodyPiece(values: unknown, path: string, refuse: Refuse): Piece | undefined {
  if (values === undefined) return undefined;
  const isList = Array.isArray(values);
  if (!isList && !isObject(values)) {
    refuse(path, "must be a list of values, or an object with a value for each name");
    return undefined;
  }
  const entries = Object.entries(values);
  if (entries.length === 0) return undefined;
  const parameters = entries.map(([name, value]) => {
    const parameter = toParameter(value, `${path}.${name}`, refuse);
    if (isList) return parameter;
    if (parameter.parameter_name !== undefined) {
      refuse(`${path}.${name}.parameter_name`, "must be left out: the key names the value");
    }
    return { ...parameter, parameter_name: name };
  });
  const places: Places = () => [
    ["", path],
    [".parameters", path],
    ...entries.flatMap(([name, value], index): Place[] => [
      [`.parameters.${index}`, `${path}.${name}`],
      ...(isParameter(value) ? [] : [[`.parameters.${index}.text`, `${path}.${name}`] as const]),
    ]),
  ];
  return { component: { type: "body", parameters }, places };
}

/** Whether a value is an object of Meta's, such as `currency` returns. */
export const isParameter = (value: unknown): value is Json =>
  isObject(value) && typeof value.type === "string";

const toParameter = (value: unknown, path: string, refuse: Refuse): Json =>
  isParameter(value) ? value : { type: "text", text: toText(value, path, refuse) };

/** Text, or a finite number as text. Everything else is refused and stays as it is. */
export function toText(value: unknown, path: string, refuse: Refuse): unknown {
  if (typeof value === "string") return value;
  if (typeof value === "number" && Number.isFinite(value)) return String(value);
  const wanted = "a string or a finite number";
  refuse(path, value === undefined ? `is missing: expected ${wanted}` : `must be ${wanted}`);
  return value;
}

/** A button's value, by the types of the parameters that hold it. */
export interface ButtonInput {
  readonly subType: string;
  readonly index: string;
  readonly values: Json;
  /** The caller's path of the button. */
  readonly path: string;
  /** The caller's path of what a parameter of this type holds. */
  readonly locateValue: (type: string) => string;
  /** The key of the action that holds the value; without it, the value is the action itself. */
  readonly action?: string | undefined;
  /** Further keys of the first parameter. */
  readonly more?: Json | undefined;
}

/** A button's component. */
export function buttonPiece(
  { subType, index, values, path, locateValue, action, more }: ButtonInput,
  refuse: Refuse,
): Piece {
  const types = Object.keys(values);
  const parameters = types.map((type) => ({
    ...more,
    type,
    [type]: textTypes.includes(type) ? toText(values[type], locateValue(type), refuse) : values[type],
  }));
  return {
    component: { type: "button", sub_type: subType, index, parameters },
    places: () => [
      ["", path],
      [".parameters", path],
      ...types.flatMap((type, place): Place[] => [
        [`.parameters.${place}`, path],
        [`.parameters.${place}.${type}`, locateValue(type)],
      ]),
      ...(action === undefined ? [] : [[`.parameters.0.action.${action}`, path] as const]),
    ],
  };
}

const textTypes: readonly string[] = ["text", "payload", "coupon_code"];

/** The types of the parameters of a button; of a kind that this version does not know, an action. */
export const listParameterTypes = (subType: string): readonly string[] =>
  Object.hasOwn(buttonParameterTypes, subType) ? buttonParameterTypes[subType as ButtonSubType] : ["action"];
