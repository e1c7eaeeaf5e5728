import { findIssues, invalid } from "../core/validate.ts";
import type { ValidationIssue } from "../errors.ts";
import { type TemplateContent, templateContent } from "../types/messages/template.ts";
import { didYouMean } from "../utils/edit-distance.ts";
import { isObject, type Json } from "../utils/json.ts";
import { type ButtonValue, findButtonKind } from "./button-kinds.ts";
import { checkValues, showsProducts } from "./check-values.ts";
import { locate, mergeIssues, type Piece, type Places, type Refuse, rememberPlaces } from "./locate.ts";
import {
  assemble,
  bodyPiece,
  buttonPiece,
  carouselPiece,
  headerPiece,
  listParameterTypes,
  type PartPieces,
  singlePiece,
  toText,
} from "./message-parts.ts";
import type { ParsedTemplate, Part, Parts } from "./parse.ts";
import type { LooseCardValues, LooseTemplateValues } from "./value-types.ts";

type Values = Readonly<Json>;

const valueKeys: Record<keyof LooseTemplateValues, true> = {
  parameters: true,
  header: true,
  buttons: true,
  cards: true,
  limited_time_offer: true,
  order_status: true,
  tap_target_configuration: true,
  code: true,
};

const cardKeys = ["header", "parameters", "buttons"] satisfies (keyof LooseCardValues)[];

/**
 * The content of a message of a defined template: its values in Meta's form, checked.
 *
 * @throws `ValidationError` naming every value that is missing, surplus, misnamed or of the wrong kind.
 */
export function fillTemplate(template: ParsedTemplate, values: unknown): TemplateContent {
  const refused: ValidationIssue[] = [];
  const refuse: Refuse = (path, message) => void refused.push({ path, message });
  const given = isObject(values) ? values : {};
  if (values !== undefined && !isObject(values)) refuse("", "must be an object");
  const { components, places } = assemble(buildPieces(template, given, refuse), "components");
  const { name, language } = template.settings;
  const content = {
    name,
    language: { code: language },
    ...(components.length === 0 ? {} : { components }),
  } as TemplateContent; // checked in the next line
  const found = [...findIssues(templateContent(), content), ...checkValues(content, template)];
  const located = found.map(({ path, message }) => ({ path: locate(path, places), message }));
  const issues = mergeIssues(refused, located);
  if (issues.length > 0) throw invalid(`values for template ${name}`, issues);
  return rememberPlaces(content, places);
}

function buildPieces(
  template: ParsedTemplate,
  values: Values,
  refuse: Refuse,
): readonly (Piece | undefined)[] {
  refuseOthers(values, Object.keys(valueKeys), "", refuse);
  if (template.category === "AUTHENTICATION") return buildCode(values, refuse);
  if (values.code !== undefined) refuse("code", "is only allowed in AUTHENTICATION templates");
  const { header, body, buttons } = buildParts(template, values, "", refuse);
  const { order_status: status, tap_target_configuration: target } = values;
  return [
    header,
    body,
    buildOffer(values),
    status === undefined ? undefined : singlePiece("order_status", status),
    buildCarousel(template, values, refuse),
    ...buttons,
    target === undefined ? undefined : singlePiece("tap_target_configuration", [target], ".0"),
  ];
}

/** Refuses keys that nothing takes. */
function refuseOthers(values: Values, known: readonly string[], path: string, refuse: Refuse): void {
  for (const key of Object.keys(values)) {
    if (known.includes(key) || values[key] === undefined) continue;
    const hint = didYouMean(key, known) ?? `Values: ${quoteAll(known)}`;
    refuse(join(path, key), `is not a value of a ${path === "" ? "template" : "card"}. ${hint}`);
  }
}

const quoteAll = (names: readonly string[]): string => names.map((name) => `\`${name}\``).join(", ");

const join = (path: string, key: string): string => (path === "" ? key : `${path}.${key}`);

/** The code goes into the text and behind the button. */
function buildCode(values: Values, refuse: Refuse): Piece[] {
  const { code } = values;
  for (const key of Object.keys(valueKeys)) {
    if (key !== "code" && values[key] !== undefined)
      refuse(key, "is not allowed in AUTHENTICATION templates: pass `code`");
  }
  if (code === undefined) refuse("code", "is missing: expected a string");
  else if (typeof code !== "string") refuse("code", "must be a string: a number loses leading zeros");
  const parameters = [{ type: "text", text: code }];
  const places: Places = () => [
    ["", "code"],
    [".parameters.0.text", "code"],
  ];
  return [
    { component: { type: "body", parameters }, places },
    { component: { type: "button", sub_type: "url", index: "0", parameters }, places },
  ];
}

/** What the message and each of its cards have. */
function buildParts(parts: Parts, values: Values, path: string, refuse: Refuse): PartPieces {
  return {
    header: buildHeader(parts.header, values.header, join(path, "header"), refuse),
    body: bodyPiece(values.parameters, join(path, "parameters"), refuse),
    buttons: buildButtons(parts.buttons, values.buttons, join(path, "buttons"), refuse),
  };
}

const headerForms: Readonly<Record<string, string>> = {
  LOCATION: "{ latitude, longitude, name, address }",
  PRODUCT: "{ product_retailer_id, catalog_id }",
};

function buildHeader(
  header: Part | undefined,
  value: unknown,
  path: string,
  refuse: Refuse,
): Piece | undefined {
  if (value === undefined) return undefined;
  if (header === undefined || (header.format === "TEXT" && header.placeholders.length === 0)) {
    refuse(path, "must be left out: the template's header takes no value");
    return undefined;
  }
  if (header.format === "TEXT") return buildTextHeader(header, value, path, refuse);
  const type = header.format.toLowerCase();
  if (!isObject(value)) {
    refuse(path, `must be the header's ${type}: ${headerForms[header.format] ?? "{ id } or { link }"}`);
    return undefined;
  }
  return headerPiece({ type, [type]: value }, path, type);
}

function buildTextHeader(
  { placeholders: [name] }: Part,
  value: unknown,
  path: string,
  refuse: Refuse,
): Piece {
  const parameter_name = name !== undefined && /\D/.test(name) ? { parameter_name: name } : {};
  return headerPiece({ type: "text", text: toText(value, path, refuse), ...parameter_name }, path, "text");
}

/** The buttons that were given a value, each at its place among all of them. */
function buildButtons(buttons: readonly Part[], values: unknown, path: string, refuse: Refuse): Piece[] {
  if (values === undefined) return [];
  if (!Array.isArray(values)) {
    refuse(path, "must be a list with one place for each button of the template");
    return [];
  }
  if (values.length > buttons.length) {
    refuse(path, `must have at most ${buttons.length} places, one for each button; it has ${values.length}`);
  }
  return buttons.flatMap((button, index) =>
    values[index] === undefined ? [] : buildButton(button, index, values[index], `${path}.${index}`, refuse),
  );
}

function buildButton(
  { type, placeholders }: Part,
  index: number,
  value: unknown,
  path: string,
  refuse: Refuse,
): Piece[] {
  const kind = findButtonKind(type)?.value;
  if (kind === undefined || (type === "URL" && placeholders.length === 0)) {
    refuse(path, `must be undefined: the ${type} button takes no value`);
    return [];
  }
  const values = toValues(kind, value);
  if (values === undefined) {
    refuse(path, `must be an object: ${kind.form}`);
    return [];
  }
  if (Object.keys(values).length === 0) return [];
  const locateValue = (held: string) =>
    held === "action" || listParameterTypes(kind.subType).length === 1 ? path : `${path}.${held}`;
  const { subType, action } = kind;
  return [buttonPiece({ subType, index: String(index), values, path, locateValue, action }, refuse)];
}

/** A button's value by the types of its parameters; nothing where it cannot be divided. */
function toValues({ subType, action }: ButtonValue, value: unknown): Json | undefined {
  const [type = "", ...others] = listParameterTypes(subType);
  if (others.length > 0) {
    if (!isObject(value)) return undefined;
    return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined));
  }
  return { [type]: action === undefined ? value : { [action]: value } };
}

function buildOffer({ limited_time_offer: value }: Values): Piece | undefined {
  if (value === undefined) return undefined;
  const time = isObject(value) ? value.expiration_time_ms : undefined;
  const offer = time instanceof Date ? { ...(value as Json), expiration_time_ms: time.getTime() } : value;
  return singlePiece("limited_time_offer", offer);
}

function buildCarousel(
  { cards: made }: ParsedTemplate,
  { cards: values }: Values,
  refuse: Refuse,
): Piece | undefined {
  if (values === undefined) return undefined;
  const [first] = made;
  if (first === undefined) {
    refuse("cards", "must be left out: the template has no cards");
    return undefined;
  }
  if (!Array.isArray(values)) {
    refuse("cards", "must be a list with the values of each card");
    return undefined;
  }
  return carouselPiece(
    values.map((value: unknown, index) => {
      const path = `cards.${index}`;
      if (!isObject(value)) {
        refuse(path, "must be an object with the values of the card");
        return { buttons: [] };
      }
      refuseOthers(value, cardKeys, path, refuse);
      return buildParts(showsProducts(made) ? first : (made[index] ?? first), value, path, refuse);
    }),
  );
}
