import { findIssues, invalid } from "../../core/validate.ts";
import type { ValidationIssue } from "../../errors.ts";
import {
  findLocator,
  isMadeHere,
  mergeIssues,
  type Piece,
  type Places,
  type Refuse,
  rememberPlaces,
} from "../../templates/locate.ts";
import {
  assemble,
  bodyPiece,
  buttonPiece,
  carouselPiece,
  headerPiece,
  isParameter,
  listParameterTypes,
  type PartPieces,
  toText,
} from "../../templates/message-parts.ts";
import type { TemplateInput } from "../../types/messages/shortcuts.ts";
import { markChecked, type TemplateContent, templateContent } from "../../types/messages/template.ts";
import { isObject, type Json } from "../../utils/json.ts";

/** A template in any of its forms. */
export type AnyTemplateMessage =
  | (TemplateInput & { template?: undefined })
  | { template: { fill(values: unknown): TemplateContent }; name?: undefined; language?: undefined };

/**
 * Meta's body of a template, whichever way it was given, checked as far as that needs no template.
 *
 * @throws `ValidationError` when forms are mixed, or when values are not what Meta accepts.
 */
export function toTemplateContent(input: AnyTemplateMessage): TemplateContent {
  if (input.template === undefined) return readByName(input);
  const { template, name, language, ...values } = input;
  if (name !== undefined || language !== undefined) {
    throw refusal([
      { path: "template", message: "already has a name and a language: omit `name` and `language`" },
    ]);
  }
  if (typeof template?.fill !== "function") {
    throw refusal([{ path: "template", message: "must be a template from `defineTemplate`" }]);
  }
  const content = template.fill(values);
  return isMadeHere(content) ? markChecked(content) : content;
}

/** The path that the caller wrote, of a path in a message that carries the template. */
export function locateInTemplate(template: TemplateContent, path: string): string {
  const prefix = "template.";
  return path.startsWith(prefix) ? findLocator(template)(path.slice(prefix.length)) : path;
}

const refusal = (issues: readonly ValidationIssue[]) => invalid("template message", issues);

function readByName(input: TemplateInput): TemplateContent {
  const refused: ValidationIssue[] = [];
  const refuse: Refuse = (path, message) => void refused.push({ path, message });
  const { components, places } = buildComponents(input, refuse);
  const { name, language } = input;
  if (language === undefined) refuse("language", 'is missing: pass a code such as "en_US"');
  const chosen = { name, language: typeof language === "string" ? { code: language } : language };
  const content: TemplateContent = components === undefined ? chosen : { ...chosen, components };
  if (typeof language === "string") {
    rememberPlaces(content, () => [...places(), ["language.code", "language"]]);
  } else rememberPlaces(content, places);
  const locate = findLocator(content);
  const found = findIssues(templateContent(), content);
  const issues = mergeIssues(
    refused,
    found.map(({ path, message }) => ({ path: locate(path), message })),
  );
  if (issues.length > 0) throw refusal(issues);
  return markChecked(content);
}

interface Built {
  components: TemplateContent["components"];
  places: Places;
}

/** Meta's components as they were given, or those that the values of the short form make. */
function buildComponents(input: TemplateInput, refuse: Refuse): Built {
  const { components: given, parameters, header, buttons, cards } = input;
  const values = { parameters, header, buttons, cards };
  const keys = Object.entries(values).flatMap(([key, value]) => (value === undefined ? [] : [key]));
  if (given !== undefined) {
    if (keys.length > 0) {
      refuse(
        "components",
        `conflicts with ${keys.map((key) => `\`${key}\``).join(", ")}: pass Meta's components or the values`,
      );
    }
    return { components: given, places: () => [] };
  }
  const parts = buildParts(values, "", refuse);
  const { components, places } = assemble(
    [parts.header, parts.body, ...parts.buttons, buildCarousel(cards, refuse)],
    "components",
  );
  return {
    // Built above in Meta's form; the message's schema checks it before it is sent.
    components:
      components.length === 0 ? undefined : (components as unknown as TemplateContent["components"]),
    places,
  };
}

function buildCarousel(cards: unknown, refuse: Refuse): Piece | undefined {
  if (cards === undefined) return undefined;
  const parts = readList(cards, "cards", refuse).map((card, index) =>
    buildParts(card, `cards.${index}.`, refuse),
  );
  return carouselPiece(parts);
}

/** Builds the parts that a message and each of its cards can have. */
function buildParts({ header, parameters, buttons }: Json, at: string, refuse: Refuse): PartPieces {
  return {
    header: header === undefined ? undefined : buildHeader(header, `${at}header`, refuse),
    body: bodyPiece(parameters, `${at}parameters`, refuse),
    buttons: readList(buttons ?? [], `${at}buttons`, refuse).map((button, index) =>
      buildButton(button, index, `${at}buttons.${index}`, refuse),
    ),
  };
}

/** The objects in a list. Other elements are refused and treated as empty objects. */
function readList(list: unknown, path: string, refuse: Refuse): Json[] {
  if (!Array.isArray(list)) {
    refuse(path, "must be a list");
    return [];
  }
  return list.map((value: unknown, index) => {
    if (isObject(value)) return value;
    refuse(`${path}.${index}`, "must be an object");
    return {};
  });
}

function buildHeader(value: unknown, path: string, refuse: Refuse): Piece {
  if (isParameter(value)) return headerPiece(value, path);
  if (!isObject(value)) return headerPiece({ type: "text", text: toText(value, path, refuse) }, path, "text");
  refuse(path, 'must be a string, or a parameter such as { type: "image", image: { id } }');
  return headerPiece(value, path);
}

function buildButton(button: Json, position: number, path: string, refuse: Refuse): Piece {
  const { sub_type, index = position, ...given } = button;
  const subType = String(sub_type);
  const [type = "", ...others] = listParameterTypes(subType);
  const defined = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  const input = { subType, index: String(index), path };
  if (type === "action") {
    return buttonPiece({ ...input, values: { action: given }, locateValue: () => path }, refuse);
  }
  const locateValue = (key: string) => `${path}.${key}`;
  if (others.length > 0) return buttonPiece({ ...input, values: defined, locateValue }, refuse);
  return buttonPiece({ ...input, values: { [type]: given[type] }, more: given, locateValue }, refuse);
}
