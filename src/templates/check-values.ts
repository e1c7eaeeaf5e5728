import type { ValidationIssue } from "../errors.ts";
import type { TemplateContent } from "../types/messages/template.ts";
import { isObject, type Json, toObject } from "../utils/json.ts";
import { type ButtonValue, buttonKinds, findButtonKind } from "./button-kinds.ts";
import type { Refuse } from "./locate.ts";
import { isOneTimeCode } from "./one-time-code.ts";
import type { ParsedTemplate, Part, Parts } from "./parse.ts";
import { showPlaceholders, withoutPlaceholders } from "./placeholders.ts";

/**
 * Finds where a message does not fit its template. The rules that need no template are part of `templateContent`, the
 * schema of every message.
 *
 * Paths are those of Meta's form. A missing part gets the path it would have: `components.header`,
 * `components.button.1`, `components.0.parameters.first_name`. Messages never contain values.
 */
export function checkValues(
  { components = [] }: Pick<TemplateContent, "components">,
  template: ParsedTemplate,
): ValidationIssue[] {
  const issues: ValidationIssue[] = [];
  const refuse: Refuse = (path, message) => void issues.push({ path, message });
  const message = readMessage(components, "components");
  if (isOneTimeCode(template)) checkCode(message, template, refuse);
  else {
    checkParts(message, template, template.isNamed, refuse);
    checkCards(message, template, refuse);
    checkOffer(message, template, refuse);
    checkOrderStatus(message, template, refuse);
  }
  return issues;
}

/** A component, a parameter or a card of a message, and its path. */
interface Given {
  readonly path: string;
  readonly value: Readonly<Json>;
}

/** The components of a message or of a card. */
interface Message {
  readonly path: string;
  readonly components: readonly Given[];
  readonly buttons: readonly Given[];
}

const readList = (list: unknown, path: string): Given[] =>
  Array.isArray(list)
    ? list
        .map((value: unknown, index) => ({ path: `${path}.${index}`, value }))
        .filter((given): given is Given => isObject(given.value))
    : [];

function readMessage(list: unknown, path: string): Message {
  const components = readList(list, path);
  return { path, components, buttons: components.filter(({ value }) => value.type === "button") };
}

const find = ({ components }: Message, type: string): Given | undefined =>
  components.find(({ value }) => value.type === type);

/** The parameters of a component; a missing component has none, and the path it would have. */
interface Parameters {
  readonly path: string;
  readonly list: readonly Given[];
}

function readParameters(message: Message, type: "header" | "body"): Parameters {
  const component = find(message, type);
  if (component === undefined) return { path: `${message.path}.${type}`, list: [] };
  const path = `${component.path}.parameters`;
  return { path, list: readList(component.value.parameters, path) };
}

/** Meta writes the text of a one-time code and the address behind its button: the code goes into both. */
function checkCode(message: Message, { buttons }: ParsedTemplate, refuse: Refuse): void {
  const body = readParameters(message, "body");
  for (const { path, value } of message.components) {
    if (value.type !== "body" && value.type !== "button")
      refuse(path, "is not allowed in AUTHENTICATION templates");
  }
  checkTexts(body, ["1"], false, refuse);
  if (buttons.length > 0) checkButtons(message, [{ type: "OTP", value: buttonKinds.OTP.value }], refuse);
  const [code] = body.list;
  const [button] = message.buttons;
  const [behind] = readList(button?.value.parameters, `${button?.path}.parameters`);
  const length = [...readText(code?.value)].length;
  if (length > longestCode) {
    refuse(`${code?.path}.text`, `must be at most ${longestCode} characters long; it has ${length}`);
  }
  if (code !== undefined && behind !== undefined && behind.value.text !== code.value.text) {
    refuse(`${behind.path}.text`, "must be the same code as in the body");
  }
}

const longestCode = 15;
const longestBody = 1024;
const longestHeader = 60;

/** What the message and each of its cards have. */
function checkParts(
  message: Message,
  { header, body, buttons }: Parts,
  isNamed: boolean,
  refuse: Refuse,
): void {
  const values = readParameters(message, "body");
  checkHeader(message, header, isNamed, refuse);
  checkTexts(values, body?.placeholders ?? [], isNamed, refuse);
  checkLength(values, body, longestBody, refuse);
  checkButtons(message, buttons.map(expectButton), refuse);
}

function checkHeader(message: Message, header: Part | undefined, isNamed: boolean, refuse: Refuse): void {
  const values = readParameters(message, "header");
  if (header === undefined || (header.format === "TEXT" && header.placeholders.length === 0)) {
    if (find(message, "header") !== undefined)
      refuse(values.path, "must be left out: the template's header takes no value");
  } else if (header.format !== "TEXT") checkMedia(values, header.format, refuse);
  else {
    const other = values.list.find(({ value }) => value.type !== "text");
    if (other !== undefined) return refuse(other.path, "must be a text, as in the template");
    checkTexts(values, header.placeholders, isNamed, refuse);
    checkLength(values, header, longestHeader, refuse);
  }
}

const mediaFormats = ["IMAGE", "VIDEO", "DOCUMENT", "GIF", "LOCATION", "PRODUCT"];

function checkMedia({ path, list: [parameter] }: Parameters, format: string, refuse: Refuse): void {
  if (!mediaFormats.includes(format)) return; // added by Meta since this version
  const wanted = format.toLowerCase();
  if (parameter === undefined)
    return refuse(path, `is missing a value: the template's header needs ${article(wanted)}`);
  const type = String(parameter.value.type);
  if (type === wanted || (wanted === "gif" && type === "video")) return;
  refuse(parameter.path, `must be ${article(wanted)}, as in the template; it is ${article(type)}`);
}

const article = (noun: string): string => `${/^[aeiou]/.test(noun) ? "an" : "a"} ${noun}`;

/** One value for each placeholder of a text, by name where the template names them. */
function checkTexts(
  { path, list }: Parameters,
  placeholders: readonly string[],
  isNamed: boolean,
  refuse: Refuse,
): void {
  if (placeholders.length === 0) {
    if (list.length > 0) refuse(path, "must be left out: the text has no placeholders");
  } else if (list.length === 0)
    refuse(path, `is missing a value for each placeholder: ${showPlaceholders(placeholders)}`);
  else if (isNamed) checkNames({ path, list }, placeholders, refuse);
  else if (list.some(({ value }) => value.parameter_name !== undefined)) {
    refuse(
      path,
      `must be a list in the order of the placeholders (${showPlaceholders(placeholders)}): they have no names`,
    );
  } else if (list.length !== placeholders.length) {
    const wanted = count(placeholders.length, "value");
    refuse(
      path,
      `needs ${wanted}, one for each placeholder (${showPlaceholders(placeholders)}); got ${list.length}`,
    );
  }
}

function checkNames({ path, list }: Parameters, placeholders: readonly string[], refuse: Refuse): void {
  const names = list.map(({ value }) => value.parameter_name);
  if (names.includes(undefined))
    return refuse(path, `must give each value its name: ${placeholders.join(", ")}`);
  for (const name of placeholders) {
    if (!names.includes(name))
      refuse(`${path}.${name}`, `is missing a value for ${showPlaceholders([name])}`);
  }
  for (const [index, given] of list.entries()) {
    const name = names[index];
    if (!placeholders.includes(String(name))) {
      refuse(given.path, `is not a placeholder of the text, which has ${showPlaceholders(placeholders)}`);
    } else if (names.indexOf(name) < index) refuse(given.path, "is given twice");
  }
}

const count = (number: number, noun: string): string =>
  `${number === 0 ? "no" : number} ${noun}${number === 1 ? "" : "s"}`;

/** The length of a text once it is filled in. */
function checkLength({ path, list }: Parameters, part: Part | undefined, max: number, refuse: Refuse): void {
  if (part?.text === undefined || list.length === 0) return;
  const values = list.map(({ value }) => readText(value)).join("");
  if (part.text.length + values.length <= max) return;
  const length = [...withoutPlaceholders(part.text), ...values].length;
  if (length <= max) return;
  refuse(
    path,
    `must leave the ${part.type.toLowerCase()} at ${max} characters or fewer; filled in, it has ${length}`,
  );
}

/** The text that a parameter shows. How money is written depends on the recipient: it counts as nothing. */
function readText({ text, date_time: date }: Readonly<Json> = {}): string {
  const content = isObject(date) ? date.fallback_value : text;
  return typeof content === "string" ? content : "";
}

/** A button of the template and what it takes; `undefined` for a kind that Meta has added since this version. */
type ExpectedButton = { readonly type: string; readonly value: ButtonValue | undefined } | undefined;

function expectButton({ type, placeholders }: Part): ExpectedButton {
  const kind = findButtonKind(type);
  const isFixed = type === "URL" && placeholders.length === 0;
  return kind && { type, value: isFixed ? undefined : kind.value };
}

function checkButtons({ path, buttons }: Message, expected: readonly ExpectedButton[], refuse: Refuse): void {
  for (const button of buttons) checkButton(button, expected, refuse);
  const given = buttons.map(({ value }) => Number(value.index));
  for (const [index, button] of expected.entries()) {
    if (!button?.value?.isRequired || given.includes(index)) continue;
    const message = `is missing a value: the ${button.type} button at index ${index} needs ${button.value.form}`;
    refuse(`${path}.button.${index}`, message);
  }
}

function checkButton({ path, value }: Given, expected: readonly ExpectedButton[], refuse: Refuse): void {
  const index = Number(value.index);
  const button = expected[index];
  if (index >= expected.length) {
    return refuse(path, `must be left out: the template has ${count(expected.length, "button")}`);
  }
  if (button === undefined || button.value?.subType === value.sub_type) return;
  const { subType } = button.value ?? {};
  const template = `the template's button at index ${index}`;
  if (subType === undefined) refuse(path, `must be left out: ${template} takes no value`);
  else refuse(path, `must have the sub_type ${subType}: ${template} is of type ${button.type}`);
}

function checkCards(
  message: Message,
  { carousel, cards: made, isNamed }: ParsedTemplate,
  refuse: Refuse,
): void {
  const given = find(message, "carousel");
  const path = given === undefined ? `${message.path}.carousel` : `${given.path}.cards`;
  if (carousel === undefined) {
    if (given !== undefined) refuse(path, "must be left out: the template has no cards");
    return;
  }
  const cards = readList(given?.value.cards, path);
  const isOfProducts = showsProducts(made);
  const fits = isOfProducts ? cards.length >= 2 && cards.length <= 10 : cards.length === made.length;
  if (!fits) {
    const wanted = isOfProducts ? "2 to 10 cards" : `${made.length} cards, as many as the template has`;
    return refuse(path, `needs ${wanted}; got ${cards.length}`);
  }
  for (const { path: at, value } of cards) {
    const index = Number(value.card_index);
    const card = index < cards.length ? made[isOfProducts ? 0 : index] : undefined;
    if (card === undefined)
      refuse(`${at}.card_index`, `must be 0 to ${cards.length - 1}: cards are counted from 0`);
    else checkParts(readMessage(value.components, `${at}.components`), card, isNamed, refuse);
  }
}

/** Product cards are all alike: a message may show more of them than the template was created with. */
export const showsProducts = ([first]: readonly Parts[]): boolean => first?.header?.format === "PRODUCT";

/** Meta does not say that an offer without a countdown must be sent without an end. */
function checkOffer(message: Message, { offer }: ParsedTemplate, refuse: Refuse): void {
  const given = find(message, "limited_time_offer");
  const expires = toObject(offer?.value.limited_time_offer).has_expiration === true;
  if (expires && given === undefined) {
    refuse(
      `${message.path}.limited_time_offer`,
      "is missing an expiration_time_ms: the template's offer ends",
    );
  }
  if (offer === undefined && given !== undefined) {
    refuse(given.path, "must be left out: the template has no offer");
  }
}

/** An account does not always tell that a template is of this sub-category: then Meta decides. */
function checkOrderStatus(
  message: Message,
  { subCategory, isComplete }: ParsedTemplate,
  refuse: Refuse,
): void {
  const given = find(message, "order_status");
  const isNeeded = subCategory === "ORDER_STATUS";
  if (isNeeded && given === undefined) {
    refuse(
      `${message.path}.order_status`,
      "is missing a value: ORDER_STATUS templates need the status of an order",
    );
  }
  if (!isNeeded && given !== undefined && isComplete) {
    refuse(given.path, "is only allowed in templates of sub_category ORDER_STATUS");
  }
}
