import { type Json, toObject, toObjects, toText } from "../../../../utils/json.ts";
import { refuse } from "../../errors.ts";
import { findComponent, listButtons, listCards, listPlaceholders } from "../../templates/components.ts";
import type { StoredTemplate } from "../../templates/stored-template.ts";
import { fillText, findSent, listParameters, listSentCards } from "../../templates/values.ts";
import { matchButtons } from "./template-buttons.ts";

type Components = readonly Json[];
type Format = StoredTemplate["parameterFormat"];

/** Matches the sent components with the template: every placeholder needs a value of the right type, and nothing else does. */
export function matchTemplate(template: StoredTemplate, sent: Components): void {
  const { components, parameterFormat } = template;
  matchOwnParameters(sent);
  matchParts(components, sent, parameterFormat);
  matchCards(template, sent);
  matchOffer(components, sent);
  matchOrderStatus(template, sent);
  matchTapTarget(template, sent);
  matchValueTypes(template, listParameters(findSent(sent, "body")));
  checkHydratedLength(components, sent, components.length === 1 ? longestLoneBody : longestBody);
}

/** Components whose only parameter has their own type. */
const ownParameters = ["limited_time_offer", "order_status", "tap_target_configuration"];
/** Components that are created with the template, and take nothing. */
const fixed = ["footer", "call_permission_request"];

function matchOwnParameters(sent: Components): void {
  for (const part of sent) {
    const type = String(part.type);
    const parameters = listParameters(part);
    if (fixed.includes(type) && parameters.length > 0) throw refuse(132018, `${type} takes no parameters.`);
    if (!ownParameters.includes(type)) continue;
    if (parameters.length > 1 || parameters.some((parameter) => parameter.type !== type))
      throw refuse(132018, `${type} takes one parameter of its own type.`);
  }
}

/** Matches the parts that templates and cards have in common. */
function matchParts(components: Components, sent: Components, format: Format): void {
  const seen = sent.filter(({ type }) => type !== "button").map(({ type }) => type);
  if (new Set(seen).size < seen.length) throw refuse(132018, "A component was sent twice.");
  matchHeader(findComponent(components, "HEADER"), findSent(sent, "header"), format);
  matchTexts("body", findComponent(components, "BODY"), listParameters(findSent(sent, "body")), format);
  matchButtons(listButtons(components), sent);
}

function matchHeader(header: Json | undefined, sent: Json | undefined, format: Format): void {
  const parameters = listParameters(sent);
  const expected = String(header?.format ?? "TEXT");
  if (expected === "TEXT") return matchTexts("header", header, parameters, format);
  const [parameter] = parameters;
  const received = String(parameter?.type ?? "unknown").toUpperCase();
  const isFilm = expected === "GIF" && received === "VIDEO";
  if (received !== expected && !isFilm) {
    throw refuse(132012, `header: Format mismatch, expected ${expected}, received ${received}.`);
  }
  if (parameters.length > 1) {
    throw refuse(132000, `header: number of localizable_params (${parameters.length}) does not match (1).`);
  }
}

/** What the placeholders of a text take. */
const textTypes: Readonly<Record<string, readonly string[]>> = {
  header: ["text"],
  body: ["text", "currency", "date_time", "group_id"],
};

function matchTexts(
  part: "header" | "body",
  component: Json | undefined,
  parameters: Components,
  format: Format,
): void {
  const expected = listPlaceholders(toText(component?.text) ?? "");
  if (parameters.length !== expected.length) {
    throw refuse(
      132000,
      `${part}: number of localizable_params (${parameters.length}) does not match the expected number of params (${expected.length}).`,
    );
  }
  const unexpected = parameters.find(({ type }) => !textTypes[part]?.includes(String(type)));
  if (unexpected !== undefined) throw refuse(132012, `${part}: Format mismatch, expected TEXT.`);
  if (format === "NAMED") matchNames(part, expected, parameters);
  else if (parameters.some((parameter) => "parameter_name" in parameter)) {
    throw refuse(
      132018,
      `${part}: the template has positional parameters, a parameter_name is not expected.`,
    );
  }
}

function matchNames(part: string, expected: readonly string[], parameters: Components): void {
  const names = parameters.map(({ parameter_name }) => parameter_name);
  if (names.includes(undefined))
    throw refuse(132018, `${part}: parameter_name is required for named parameters.`);
  const missing = expected.find((name) => !names.includes(name));
  if (missing !== undefined)
    throw refuse(132018, `${part}: parameter "${missing}" of the template is missing.`);
}

function matchCards({ components, parameterFormat }: StoredTemplate, sent: Components): void {
  const created = listCards(components);
  const cards = listSentCards(sent);
  const isOfProducts = findComponent(created[0] ?? [], "HEADER")?.format === "PRODUCT";
  const fits = isOfProducts ? cards.length >= 2 && cards.length <= 10 : cards.length === created.length;
  if (!fits)
    throw refuse(
      132012,
      `carousel: the template has ${created.length} cards, but ${cards.length} were sent.`,
    );
  cards.forEach((card, position) => {
    if (card.card_index !== position) throw refuse(132018, "carousel: card_index must count from 0.");
    const parts = created[isOfProducts ? 0 : position] ?? [];
    matchParts(parts, toObjects(card.components), parameterFormat);
    checkHydratedLength(parts, toObjects(card.components), longestBody);
  });
  const catalogs = cards.map(({ components: parts }) => {
    const [parameter] = listParameters(findSent(toObjects(parts), "header"));
    return toObject(parameter?.product).catalog_id;
  });
  if (isOfProducts && new Set(catalogs).size > 1) {
    throw refuse(132018, "carousel: all products must be from one catalog.");
  }
}

function matchOffer(components: Components, sent: Components): void {
  const created = findComponent(components, "LIMITED_TIME_OFFER");
  const given = findSent(sent, "limited_time_offer");
  if (created === undefined && given !== undefined)
    throw refuse(132018, "limited_time_offer is not in the template.");
  const hasExpiration = toObject(created?.limited_time_offer).has_expiration === true;
  if (hasExpiration && listParameters(given)[0]?.type !== "limited_time_offer") {
    throw refuse(131008, "limited_time_offer requires an expiration_time_ms.");
  }
}

function matchOrderStatus({ optionalFields }: StoredTemplate, sent: Components): void {
  const given = findSent(sent, "order_status");
  const isExpected = optionalFields.sub_category === "ORDER_STATUS";
  if (!isExpected && given !== undefined) throw refuse(132018, "order_status is not in the template.");
  if (isExpected && listParameters(given)[0]?.type !== "order_status") {
    throw refuse(131008, "order_status requires its parameter.");
  }
}

/** A tap target needs a header with text or an image, or none, and no carousel. One-time codes have no URLs. */
function matchTapTarget({ components, category }: StoredTemplate, sent: Components): void {
  if (findSent(sent, "tap_target_configuration") === undefined) return;
  const format = String(findComponent(components, "HEADER")?.format ?? "TEXT");
  const isCarousel = findComponent(components, "CAROUSEL") !== undefined;
  if (category === "AUTHENTICATION" || isCarousel || !["TEXT", "IMAGE"].includes(format)) {
    throw refuse(132018, "tap_target_configuration is not supported by this template.");
  }
}

/** Patterns of the value types in the library. `TEXT` and `ADDRESS` accept anything. */
const valuePatterns: Readonly<Record<string, RegExp>> = {
  AMOUNT: /^\D{0,8}\d[\d.,\s]*\D{0,8}$/u,
  DATE: /\d/,
  "PHONE NUMBER": /^\+?[\d\s().-]{5,25}$/,
  EMAIL: /^[^@\s]+@[^@\s]+\.[^@\s]+$/,
  NUMBER: /^[\p{L}-]{0,6}[\d.,\s-]*\d[\d.,\s-]*$/u,
};

/** Parameter types that match a value type of the library regardless of their text. */
const typedParameters: Readonly<Record<string, string>> = { AMOUNT: "currency", DATE: "date_time" };

/** Checks the values of a library template against their types. */
function matchValueTypes({ bodyTypes }: StoredTemplate, parameters: readonly Json[]): void {
  parameters.forEach(({ type, text }, index) => {
    const expected = bodyTypes?.[index] ?? "TEXT";
    const isFitting =
      typedParameters[expected] === type || valuePatterns[expected]?.test(toText(text) ?? "") !== false;
    if (!isFitting) {
      throw refuse(132012, `body: Format mismatch, parameter ${index + 1} is expected to be ${expected}.`);
    }
  });
}

const longestBody = 1024;
/** A template with only a body can be longer. */
const longestLoneBody = 32_768;

/** Checks the length of the filled-in texts. How money is written depends on the customer, so it counts as nothing. */
function checkHydratedLength(components: Components, sent: Components, max: number): void {
  const counted = sent.map((part) => ({
    ...part,
    parameters: listParameters(part).map((one) => ("currency" in one ? { ...one, currency: {} } : one)),
  }));
  const countCharacters = (type: "HEADER" | "BODY") => [...fillText(components, counted, type)].length;
  if (countCharacters("BODY") > max)
    throw refuse(132005, `body: text is longer than ${max} characters once filled in.`);
  if (countCharacters("HEADER") > 60)
    throw refuse(132005, "header: text is longer than 60 characters once filled in.");
}

const ofCode = /otp_type=/;

/** Checks a one-time code: at most 15 characters, and the same in body and button. */
export function checkCode(template: StoredTemplate, sent: Components): void {
  const isOneTimeCode = listButtons(template.components).some(({ url }) => ofCode.test(toText(url) ?? ""));
  if (template.category !== "AUTHENTICATION" || !isOneTimeCode) return;
  const inBody = toText(listParameters(findSent(sent, "body"))[0]?.text);
  const inButton = toText(listParameters(findSent(sent, "button"))[0]?.text);
  if ([...(inBody ?? "")].length > 15)
    throw refuse(132018, "body: the code must be at most 15 characters long.");
  if (inBody !== inButton) throw refuse(132018, "buttons: the code must be the same as in the body.");
}
