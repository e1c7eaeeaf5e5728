import type { ValidationIssue } from "../errors.ts";
import type { TemplateContent } from "../types/messages/template.ts";
import { isObject, type Json } from "../utils/json.ts";
import { type ButtonValue, buttonKinds, findButtonKind } from "./button-kinds.ts";
import type { ParsedTemplate, Part, Parts } from "./parse.ts";
import { shown, withoutPlaceholders } from "./placeholders.ts";

/**
 * Where a message does not fit its template; what holds for every message is up to the schema of its content.
 *
 * Paths are those of Meta's form. What is missing is named as if it were there: `components.header`,
 * `components.button.1`, `components.0.parameters.first_name`. Messages contain no values.
 */
export function checkValues(
  { components = [] }: Pick<TemplateContent, "components">,
  template: ParsedTemplate,
): ValidationIssue[] {
  const message = readMessage(components, "components");
  if (template.category === "AUTHENTICATION") return checkCode(message, template);
  return [
    ...checkParts(message, template, template.isNamed),
    ...checkCards(message, template),
    ...checkOffer(message, template),
    ...checkOrderStatus(message, template),
  ];
}

/** A component, a parameter or a card of a message, and its path. */
interface Given {
  readonly path: string;
  readonly value: Readonly<Json>;
}

/** The components of a message or of a card. */
interface Message {
  readonly path: string;
  find(type: string): Given | undefined;
  readonly buttons: readonly Given[];
  /** Components that messages with a one-time code do not have. */
  readonly others: readonly Given[];
}

const readList = (list: unknown, path: string): Given[] =>
  (Array.isArray(list) ? list : []).flatMap((value: unknown, index) =>
    isObject(value) ? [{ path: `${path}.${index}`, value }] : [],
  );

function readMessage(list: unknown, path: string): Message {
  const components = readList(list, path);
  return {
    path,
    find: (type) => components.find(({ value }) => value.type === type),
    buttons: components.filter(({ value }) => value.type === "button"),
    others: components.filter(({ value }) => value.type !== "body" && value.type !== "button"),
  };
}

/** The parameters of a component; where there is none, the path that it would have. */
function readParameters(message: Message, type: "header" | "body"): { path: string; parameters: Given[] } {
  const component = message.find(type);
  if (component === undefined) return { path: `${message.path}.${type}`, parameters: [] };
  const path = `${component.path}.parameters`;
  return { path, parameters: readList(component.value.parameters, path) };
}

/** Meta writes the text of a one-time code, and the address behind its button: the code goes into both. */
function checkCode(message: Message, { buttons }: ParsedTemplate): ValidationIssue[] {
  const body = readParameters(message, "body");
  const [code] = body.parameters;
  const button = message.buttons.find(({ value }) => Number(value.index) === 0);
  const [behind] = readList(button?.value.parameters, `${button?.path}.parameters`);
  const length = [...textOf(code?.value)].length;
  return [
    ...message.others.map(({ path }) => ({ path, message: "is not allowed in AUTHENTICATION templates" })),
    ...checkTexts(body, ["1"], false),
    ...(buttons.length === 0 ? [] : checkButtons(message, [{ type: "OTP", value: buttonKinds.OTP.value }])),
    ...(code === undefined || length <= longestCode
      ? []
      : [
          {
            path: `${code.path}.text`,
            message: `must be at most ${longestCode} characters long; it has ${length}`,
          },
        ]),
    ...(code === undefined || behind === undefined || behind.value.text === code.value.text
      ? []
      : [{ path: `${behind.path}.text`, message: "must be the same code as in the body" }]),
  ];
}

const longestCode = 15;

/** What the message and each of its cards have. */
function checkParts(message: Message, template: Parts, isNamed: boolean): ValidationIssue[] {
  const { header, body, buttons } = template;
  const given = readParameters(message, "body");
  return [
    ...checkHeader(message, header, isNamed),
    ...checkTexts(given, body?.placeholders ?? [], isNamed),
    ...checkLength(given, body, longestBody),
    ...checkButtons(message, buttons.map(expectButton)),
  ];
}

const longestBody = 1024;
const longestHeader = 60;

function checkHeader(message: Message, header: Part | undefined, isNamed: boolean): ValidationIssue[] {
  if (header === undefined) return checkSurplusHeader(message);
  const { format, placeholders } = header;
  const given = readParameters(message, "header");
  if (format === "TEXT") {
    if (placeholders.length === 0) return checkSurplusHeader(message);
    const other = given.parameters.find(({ value }) => value.type !== "text");
    if (other !== undefined)
      return [{ path: other.path, message: "must be a text: the template's header is one" }];
    return [...checkTexts(given, placeholders, isNamed), ...checkLength(given, header, longestHeader)];
  }
  if (!mediaFormats.includes(format)) return []; // Meta has added it since
  const [parameter] = given.parameters;
  const type = format.toLowerCase();
  if (parameter === undefined) {
    return [
      { path: given.path, message: `is missing a value: the template's header needs ${article(type)}` },
    ];
  }
  const isRight = parameter.value.type === type || (type === "gif" && parameter.value.type === "video");
  return isRight
    ? []
    : [
        {
          path: parameter.path,
          message: `must be ${article(type)}, as in the template; it is ${article(String(parameter.value.type))}`,
        },
      ];
}

const mediaFormats = ["IMAGE", "VIDEO", "DOCUMENT", "GIF", "LOCATION", "PRODUCT"];

const article = (noun: string): string => `${/^[aeiou]/.test(noun) ? "an" : "a"} ${noun}`;

function checkSurplusHeader(message: Message): ValidationIssue[] {
  const header = message.find("header");
  return header === undefined
    ? []
    : [{ path: header.path, message: "must be left out: the template's header takes no value" }];
}

/** Values of a text: one for each placeholder, with their names where the template names them. */
function checkTexts(
  { path, parameters }: { path: string; parameters: readonly Given[] },
  placeholders: readonly string[],
  isNamed: boolean,
): ValidationIssue[] {
  if (placeholders.length === 0) {
    return parameters.length === 0
      ? []
      : [{ path, message: "must be left out: the text has no placeholders" }];
  }
  if (parameters.length === 0) {
    return [{ path, message: `is missing a value for each placeholder: ${shown(placeholders)}` }];
  }
  const names = parameters.map(({ value }) => value.parameter_name);
  if (isNamed) return checkNames(parameters, names, placeholders, path);
  if (parameters.length !== placeholders.length) {
    const message = `needs ${count(placeholders.length, "value")}, one for each placeholder (${shown(placeholders)}); got ${parameters.length}`;
    return [{ path, message }];
  }
  return names.every((name) => name === undefined)
    ? []
    : [
        {
          path,
          message: `must be a list in the order of the placeholders (${shown(placeholders)}): they have no names`,
        },
      ];
}

function checkNames(
  parameters: readonly Given[],
  names: readonly unknown[],
  placeholders: readonly string[],
  path: string,
): ValidationIssue[] {
  if (names.includes(undefined)) {
    return [{ path, message: `must give each value its name: ${placeholders.join(", ")}` }];
  }
  const missing = placeholders.filter((name) => !names.includes(name));
  return [
    ...missing.map((name) => ({
      path: `${path}.${name}`,
      message: `is missing a value for ${shown([name])}`,
    })),
    ...parameters.flatMap((parameter, index): ValidationIssue[] => {
      const name = names[index];
      if (!placeholders.includes(String(name))) {
        return [
          {
            path: parameter.path,
            message: `is not a placeholder of the text, which has ${shown(placeholders)}`,
          },
        ];
      }
      return names.indexOf(name) === index ? [] : [{ path: parameter.path, message: "is given twice" }];
    }),
  ];
}

const count = (number: number, noun: string): string => `${number} ${noun}${number === 1 ? "" : "s"}`;

/** The length of the text once it is filled in. */
function checkLength(
  { path, parameters }: { path: string; parameters: readonly Given[] },
  part: Part | undefined,
  max: number,
): ValidationIssue[] {
  if (part?.text === undefined || parameters.length === 0) return [];
  const values = parameters.reduce((sum, { value }) => sum + [...textOf(value)].length, 0);
  const length = [...withoutPlaceholders(part.text)].length + values;
  if (length <= max) return [];
  const name = part.type.toLowerCase();
  return [
    { path, message: `must leave the ${name} at ${max} characters or fewer; filled in, it has ${length}` },
  ];
}

/** What a parameter shows; the wording of money is the recipient's. */
function textOf(parameter: Readonly<Json> = {}): string {
  const { text, date_time: date } = parameter;
  const shown = isObject(date) ? date.fallback_value : text;
  return typeof shown === "string" ? shown : "";
}

/** A button of the template and what it takes; nothing is known of a kind that Meta has added since. */
interface ExpectedButton {
  readonly type: string;
  readonly value: ButtonValue | undefined;
}

function expectButton({ type, placeholders }: Part): ExpectedButton | undefined {
  const kind = findButtonKind(type);
  if (kind === undefined) return undefined;
  return { type, value: type === "URL" && placeholders.length === 0 ? undefined : kind.value };
}

function checkButtons(
  { path, buttons: given }: Message,
  expected: readonly (ExpectedButton | undefined)[],
): ValidationIssue[] {
  const indexes = given.map(({ value }) => Number(value.index));
  const missing = expected.flatMap((button, index) =>
    button?.value?.isRequired && !indexes.includes(index)
      ? [
          {
            path: `${path}.button.${index}`,
            message: `is missing a value: the ${button.type} button at index ${index} needs ${button.value.form}`,
          },
        ]
      : [],
  );
  return [
    ...given.flatMap((button, place) => checkButton(button, indexes[place] ?? 0, expected)),
    ...missing,
  ];
}

function checkButton(
  { path, value }: Given,
  index: number,
  expected: readonly (ExpectedButton | undefined)[],
): ValidationIssue[] {
  if (index >= expected.length) {
    return [
      {
        path,
        message: `must be left out: the template has ${expected.length === 0 ? "no buttons" : count(expected.length, "button")}`,
      },
    ];
  }
  const button = expected[index];
  if (button === undefined || button.value?.subType === value.sub_type) return [];
  const wanted =
    button.value === undefined ? "must be left out: " : `must have the sub_type ${button.value.subType}: `;
  const takes = button.value === undefined ? "takes no value" : `is of type ${button.type}`;
  return [{ path, message: `${wanted}the template's button at index ${index} ${takes}` }];
}

function checkCards(message: Message, { carousel, cards: made, isNamed }: ParsedTemplate): ValidationIssue[] {
  const given = message.find("carousel");
  const path = given === undefined ? `${message.path}.carousel` : `${given.path}.cards`;
  if (carousel === undefined) {
    return given === undefined ? [] : [{ path, message: "must be left out: the template has no cards" }];
  }
  const cards = readList(given?.value.cards, path);
  const isOfProducts = showsProducts(made);
  const fits = isOfProducts ? cards.length >= 2 && cards.length <= 10 : cards.length === made.length;
  if (!fits) {
    const wanted = isOfProducts ? "2 to 10 cards" : `${made.length} cards, as many as the template has`;
    return [{ path, message: `needs ${wanted}; got ${cards.length}` }];
  }
  return cards.flatMap(({ path: cardPath, value }) => {
    const card = made[isOfProducts ? 0 : Number(value.card_index)];
    if (card === undefined) {
      return [
        {
          path: `${cardPath}.card_index`,
          message: `must be 0 to ${made.length - 1}, as the template has cards`,
        },
      ];
    }
    return checkParts(readMessage(value.components, `${cardPath}.components`), card, isNamed);
  });
}

/** Product cards are all alike: a message may show more of them than the template was made with. */
export const showsProducts = ([first]: readonly Parts[]): boolean => first?.header?.format === "PRODUCT";

function checkOffer(message: Message, { offer, isComplete }: ParsedTemplate): ValidationIssue[] {
  const given = message.find("limited_time_offer");
  const path = given?.path ?? `${message.path}.limited_time_offer`;
  const limits = offer?.value.limited_time_offer;
  const expires = isObject(limits) ? limits.has_expiration : undefined;
  if (expires === true) {
    const missing = "is missing an expiration_time_ms: the template's offer ends";
    return given === undefined ? [{ path, message: missing }] : [];
  }
  const isOpen = offer !== undefined && expires === undefined && !isComplete;
  return given === undefined || isOpen
    ? []
    : [{ path, message: "must be left out: the template has no offer that ends" }];
}

/** An account does not always say that a template is of this kind: Meta refuses what it does not expect. */
function checkOrderStatus(message: Message, { subCategory, isComplete }: ParsedTemplate): ValidationIssue[] {
  const given = message.find("order_status");
  if (subCategory === "ORDER_STATUS") {
    const path = `${message.path}.order_status`;
    return given === undefined
      ? [
          {
            path,
            message: "is missing a value: templates of sub_category ORDER_STATUS need the status of an order",
          },
        ]
      : [];
  }
  return given === undefined || !isComplete
    ? []
    : [{ path: given.path, message: "is only allowed in templates of sub_category ORDER_STATUS" }];
}
