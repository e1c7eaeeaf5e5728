import { invalid } from "../../core/validate.ts";
import {
  type TemplateContent,
  type TemplateMessageComponent,
  templateValueSchemas,
} from "../../types/messages/template.ts";
import type { TemplateDefinition } from "../../types/templates/definition.ts";
import { isObject, type Json } from "../../utils/json.ts";
import { once } from "../../utils/once.ts";
import { formatOf, type Parts, type Reading, readDefinition } from "../rules/reading.ts";
import type { LooseCardValues, LooseTemplateValues } from "../values.ts";
import { fillButtons } from "./buttons.ts";
import { Problems } from "./problems.ts";
import { fillBody, fillHeader } from "./texts.ts";

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
 * What checks the values of a template, and puts them into Meta's form. The template is read at the first use.
 *
 * The function throws a `ValidationError` naming every value that is missing, too many, misnamed or of the wrong kind.
 */
export function filler(definition: TemplateDefinition): (values: unknown) => TemplateContent {
  const reading = once(() => readDefinition(definition));
  return (values) => fillTemplate(definition, reading(), values);
}

function fillTemplate(
  { name, language }: TemplateDefinition,
  reading: Reading,
  values: unknown,
): TemplateContent {
  const problems = new Problems();
  const given = isObject(values) ? values : {};
  if (values !== undefined && !isObject(values)) problems.add("", "must be an object");
  strangers(given, Object.keys(valueKeys), "", problems);
  const components =
    reading.category === "AUTHENTICATION"
      ? fillCode(given, problems)
      : fillStandard(reading, given, problems);
  if (problems.issues.length > 0) throw invalid(`values for template ${name}`, problems.issues);
  return {
    name,
    language: { code: language },
    ...(components.length === 0 ? {} : { components }),
  };
}

/** Tells of keys that nothing takes. */
function strangers(given: Values, known: readonly string[], path: string, problems: Problems): void {
  for (const key of Object.keys(given)) {
    if (known.includes(key) || given[key] === undefined) continue;
    if (path === "") problems.add(key, "is no value of a template");
    else problems.add(`${path}.${key}`, "is no value of a card");
  }
}

/** The code stands in the text and behind the button. */
function fillCode(values: Values, problems: Problems): TemplateMessageComponent[] {
  const { code } = values;
  for (const key of Object.keys(valueKeys)) {
    if (key !== "code" && values[key] !== undefined)
      problems.add(key, "does not go with one-time codes: give code");
  }
  const length = typeof code === "string" ? [...code].length : 0;
  if (typeof code !== "string") problems.add("code", "must be a text: the one-time code");
  else if (length < 1 || length > 15)
    problems.add("code", `must be 1 to 15 characters long; it has ${length}`);
  const parameters = [{ type: "text" as const, text: typeof code === "string" ? code : "" }];
  return [
    { type: "body", parameters },
    { type: "button", sub_type: "url", index: "0", parameters },
  ];
}

function fillStandard(reading: Reading, values: Values, problems: Problems): TemplateMessageComponent[] {
  if (values.code !== undefined) problems.add("code", "goes with AUTHENTICATION templates only");
  const { texts, buttons } = fillParts(reading, values, "", reading.isNamed, problems);
  return [
    ...texts,
    ...fillOffer(reading, values, problems),
    ...fillOrderStatus(reading, values, problems),
    ...fillCarousel(reading, values, problems),
    ...buttons,
    ...fillTapTarget(reading, values, problems),
  ];
}

/** The parts that the template and each of its cards have. */
function fillParts(parts: Parts, values: Values, path: string, isNamed: boolean, problems: Problems) {
  const at = (key: string) => (path === "" ? key : `${path}.${key}`);
  const header = fillHeader(parts.header, values.header, at("header"), isNamed, problems);
  const body = fillBody(parts.body, values.parameters, at("parameters"), isNamed, problems);
  return {
    texts: [
      ...(header === undefined ? [] : [{ type: "header" as const, parameters: [header] }]),
      ...(body.length === 0 ? [] : [{ type: "body" as const, parameters: body }]),
    ],
    buttons: fillButtons(parts.buttons, values.buttons, at("buttons"), problems),
  };
}

function fillOffer(
  { offer }: Reading,
  { limited_time_offer: value }: Values,
  problems: Problems,
): TemplateMessageComponent[] {
  const path = "limited_time_offer";
  const expires = (offer?.value.limited_time_offer as { has_expiration?: unknown } | undefined)
    ?.has_expiration;
  if (expires !== true) {
    if (value !== undefined) problems.add(path, "must be left out: the template's offer has no expiration");
    return [];
  }
  if (!isObject(value)) {
    problems.add(path, "must be an object with expiration_time_ms: when the offer ends");
    return [];
  }
  const time = value.expiration_time_ms;
  const limited_time_offer = { ...value, expiration_time_ms: time instanceof Date ? time.getTime() : time };
  problems.check(templateValueSchemas().limitedTimeOffer, limited_time_offer, path);
  return [componentOf(path, limited_time_offer)];
}

function fillOrderStatus(
  { subCategory }: Reading,
  { order_status: value }: Values,
  problems: Problems,
): TemplateMessageComponent[] {
  const path = "order_status";
  if (subCategory !== "ORDER_STATUS") {
    if (value !== undefined) problems.add(path, "goes with templates of sub_category ORDER_STATUS only");
    return [];
  }
  problems.check(templateValueSchemas().orderStatus, value, path);
  return [componentOf(path, value)];
}

/** A component with one parameter of its own name, whose value has been checked. */
const componentOf = (type: string, value: unknown): TemplateMessageComponent =>
  ({ type, parameters: [{ type, [type]: value }] }) as unknown as TemplateMessageComponent;

/** Only what shows a picture, words or nothing on top can be tapped as a whole. */
function fillTapTarget(
  { header, carousel }: Reading,
  { tap_target_configuration: value }: Values,
  problems: Problems,
): TemplateMessageComponent[] {
  if (value === undefined) return [];
  const type = "tap_target_configuration";
  if (carousel !== undefined || !["TEXT", "IMAGE"].includes(formatOf(header) ?? "TEXT")) {
    problems.add(type, "goes with templates that have an image, a text or nothing above");
  }
  const targets = [value];
  problems.check(templateValueSchemas().tapTargets, targets, type, "0");
  return [componentOf(type, targets)];
}

function fillCarousel(
  { cards: made, isNamed }: Reading,
  { cards: values }: Values,
  problems: Problems,
): TemplateMessageComponent[] {
  const [first] = made;
  if (first === undefined) {
    if (values !== undefined) problems.add("cards", "must be left out: the template has no cards");
    return [];
  }
  const isOfProducts = formatOf(first.header) === "PRODUCT";
  const expected = isOfProducts ? "2 to 10 cards" : `${made.length} cards`;
  if (!Array.isArray(values)) {
    problems.add("cards", `must be a list of ${expected}`);
    return [];
  }
  const fits = isOfProducts ? values.length >= 2 && values.length <= 10 : values.length === made.length;
  if (!fits) problems.add("cards", `must have ${expected}; it has ${values.length}`);
  const cards = values.map((value: unknown, index) => {
    const path = `cards.${index}`;
    const card = isOfProducts ? first : (made[index] ?? first);
    if (!isObject(value)) problems.add(path, "must be an object with the values of the card");
    const given = isObject(value) ? value : {};
    strangers(given, cardKeys, path, problems);
    const { texts, buttons } = fillParts(card, given, path, isNamed, problems);
    return { card_index: index, components: [...texts, ...buttons] };
  });
  const catalogs = values.map((value) =>
    isObject(value) && isObject(value.header) ? value.header.catalog_id : undefined,
  );
  if (isOfProducts && new Set(catalogs.filter((id) => id !== undefined)).size > 1) {
    problems.add("cards", "must show products of one catalog");
  }
  return [{ type: "carousel", cards }];
}
