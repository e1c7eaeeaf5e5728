import { capitals } from "../../types/templates/capitals.ts";
import { isObject, type Json } from "../../utils/json.ts";
import { joinPieces, type Piece, type Refuse } from "../locate.ts";
import { findButtonTypos, findTypos } from "./typos.ts";

/**
 * A component made from one key of the source.
 *
 * @param inside the key of the component that holds what the source has there, if a single one does.
 */
export const piece = (component: Json, path: string, inside?: string): Piece => ({
  component,
  places: () => [["", path], ...(inside === undefined ? [] : [[`.${inside}`, path] as const])],
});

export function headerPiece(
  header: unknown,
  path: string,
  isNamed: boolean,
  refuse: Refuse,
): Piece | undefined {
  if (header === undefined) return undefined;
  if (!isObject(header)) {
    refuse(path, 'must be an object with a `format`: { format: "TEXT", text: "…" }');
    return undefined;
  }
  const { example, ...rest } = header;
  const isText = capitals(header.format) === "TEXT";
  const isMedia = ["IMAGE", "VIDEO", "DOCUMENT", "GIF"].includes(capitals(header.format));
  if (isText || isMedia) findTypos(header, isText ? ["text", "example"] : ["example"], path, refuse);
  if (isMedia && example === undefined) {
    refuse(`${path}.example`, 'is missing: pass a sample, file("./sample.jpg") or the handle of an upload');
    return undefined;
  }
  const samples = isText
    ? textSamples("header_text", example, isNamed, `${path}.example`, refuse)
    : isMedia
      ? { header_handle: [example] }
      : example;
  return piece({ type: "HEADER", ...rest, ...(samples === undefined ? {} : { example: samples }) }, path);
}

export function bodyPiece(body: unknown, path: string, isNamed: boolean, refuse: Refuse): Piece | undefined {
  if (body === undefined) return undefined;
  if (typeof body === "string") return piece({ type: "BODY", text: body }, path, "text");
  if (!isObject(body)) {
    refuse(path, "must be a string, or an object with a text and its samples");
    return undefined;
  }
  const { example, ...rest } = body;
  findTypos(body, ["text", "example"], path, refuse);
  const samples = textSamples("body_text", example, isNamed, `${path}.example`, refuse);
  return piece({ type: "BODY", ...rest, ...(samples === undefined ? {} : { example: samples }) }, path);
}

/** Samples under Meta's keys. */
function textSamples(
  key: "header_text" | "body_text",
  example: unknown,
  isNamed: boolean,
  path: string,
  refuse: Refuse,
): Json | undefined {
  if (example === undefined) return undefined;
  if (isNamed && isObject(example)) {
    const list = Object.entries(example).map(([param_name, value]) => ({ param_name, example: value }));
    return { [`${key}_named_params`]: list };
  }
  const values = typeof example === "string" && key === "header_text" ? [example] : example;
  if (Array.isArray(values) && !isNamed) return { [key]: key === "body_text" ? [values] : values };
  refuse(
    path,
    isNamed ? 'must give the samples by name: { first_name: "Ana" }' : 'must be a list of samples: ["Ana"]',
  );
  return undefined;
}

export function buttonsPiece(buttons: unknown, path: string, refuse: Refuse): Piece | undefined {
  if (buttons === undefined) return undefined;
  if (!Array.isArray(buttons)) {
    refuse(path, "must be a list");
    return undefined;
  }
  findButtonTypos(buttons, path, refuse);
  return piece({ type: "BUTTONS", buttons: buttons.map(metaButton) }, path, "buttons");
}

/** Meta wants the sample of an address in a list. */
const metaButton = (button: unknown): unknown =>
  isObject(button) && capitals(button.type) === "URL" && typeof button.example === "string"
    ? { ...button, example: [button.example] }
    : button;

export function cardsPiece(cards: unknown, isNamed: boolean, refuse: Refuse): Piece | undefined {
  if (cards === undefined) return undefined;
  if (!Array.isArray(cards)) {
    refuse("cards", "must be a list");
    return undefined;
  }
  const made = cards.map((card: unknown, index) => {
    const path = `cards.${index}`;
    if (!isObject(card)) {
      refuse(path, "must be an object with header, body and buttons");
      return [];
    }
    const { header, body, buttons, ...rest } = card;
    for (const key of Object.keys(rest)) refuse(`${path}.${key}`, "is not allowed in cards");
    return [
      headerPiece(header, `${path}.header`, isNamed, refuse),
      bodyPiece(body, `${path}.body`, isNamed, refuse),
      buttonsPiece(buttons, `${path}.buttons`, refuse),
    ].filter((piece) => piece !== undefined);
  });
  const assembled = made.map((pieces, card) => joinPieces(pieces, `.cards.${card}.components`));
  return {
    component: { type: "CAROUSEL", cards: assembled.map(({ components }) => ({ components })) },
    places: () => [["", "cards"], [".cards", "cards"], ...assembled.flatMap(({ places }) => places())],
  };
}
