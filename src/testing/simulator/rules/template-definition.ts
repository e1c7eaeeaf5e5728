import * as z from "zod/mini";
import { boolean, looseObject, optional, strictObject, string, unknown } from "zod/mini";
import { once } from "../../../types/once.ts";
import { type Refusal, refuse } from "../errors.ts";
import { type Json, listOf, objectOf, objectsOf, textOf } from "../json.ts";
import { cardsOf, componentOf, placeholdersOf, type StoredTemplate } from "../template-parts.ts";
import { demand, list, rule, someText } from "./shape.ts";
import { checkAuthentication } from "./template-authentication.ts";
import { checkButtons } from "./template-buttons.ts";
import { checkTimeToLive } from "./template-lifetime.ts";

/** A refusal of a template's composition: code 100 with one of Meta's subcodes. */
const composition = (subcode: number, details: string): Refusal => refuse(100, details, { subcode });

const head = once(() =>
  looseObject({
    name: string().check(
      rule((name: string) => /^[a-z0-9_]{1,512}$/.test(name), "may hold a-z, 0-9 and _ only, 512 at most"),
    ),
    language: string().check(rule((code: string) => languages().has(code), "must be a supported language")),
    category: z.enum(["AUTHENTICATION", "MARKETING", "UTILITY"]),
    parameter_format: optional(z.enum(["POSITIONAL", "NAMED"])),
  }),
);

const languages = once(
  () =>
    new Set(
      "af sq ar ar_EG ar_AE ar_LB ar_MA ar_QA ar_SA az be_BY bn bn_IN bg ca zh_CN zh_HK zh_TW hr cs da prs_AF nl nl_BE en en_GB en_US en_AE en_AU en_CA en_GH en_IE en_IN en_JM en_MY en_NZ en_QA en_SG en_UG en_ZA et fil fi fr fr_BE fr_CA fr_CH fr_CI fr_MA ka de de_AT de_CH el gu ha he hi hu id ga it ja kn kk rw_RW ko ky_KG lo lv lt mk ms ml mr nb ps_AF fa pl pt_BR pt_PT pa ro ru sr si_LK sk sl es es_AR es_CL es_CO es_CR es_DO es_EC es_HN es_MX es_PA es_PE es_ES es_UY sw sv ta te th tr uk ur uz vi zu".split(
        " ",
      ),
    ),
);

/** Everything a template is created with, beside `name` and `language` what an edit may change too. */
const keys = [
  "name",
  "language",
  "category",
  "components",
  "parameter_format",
  "message_send_ttl_seconds",
  "sub_category",
  "display_format",
  "allow_category_change",
  "cta_url_link_tracking_opted_out",
  "is_primary_device_delivery_only",
  "send_type",
  "degrees_of_freedom_spec",
  "creative_sourcing_spec",
  "optimization_spec",
  "library_template_name",
  "library_template_button_inputs",
  "library_template_body_inputs",
  "product_set_id",
];

/** Checks the body of a create call; types and category are in capitals already. */
export function checkNewTemplate(body: Json): void {
  demand(head(), body, { codes: "graph" });
  checkKeys(body, keys);
  if ("library_template_name" in body) {
    throw refuse(100, "Param library_template_name names no template of the simulator's library.");
  }
  checkComponents(body.components, String(body.category), formatOf(body));
  checkTimeToLive(body.message_send_ttl_seconds, String(body.category));
}

export function checkKeys(body: Json, allowed: readonly string[] = keys): void {
  const stray = Object.keys(body).find((key) => !allowed.includes(key));
  if (stray !== undefined) throw refuse(100, `Unexpected key "${stray}" on param "body".`);
}

export const formatOf = (body: Json): StoredTemplate["parameterFormat"] =>
  body.parameter_format === "NAMED" ? "NAMED" : "POSITIONAL";

const component = once(() =>
  strictObject({
    type: z.enum([
      "HEADER",
      "BODY",
      "FOOTER",
      "BUTTONS",
      "CAROUSEL",
      "LIMITED_TIME_OFFER",
      "CALL_PERMISSION_REQUEST",
    ]),
    format: optional(z.enum(["TEXT", "IMAGE", "VIDEO", "DOCUMENT", "GIF", "LOCATION", "PRODUCT"])),
    text: optional(someText()),
    example: optional(looseObject({})),
    buttons: optional(list(looseObject({ type: someText() }), 1, 10)),
    cards: optional(list(strictObject({ components: z.array(unknown()) }), 2, 10)),
    limited_time_offer: optional(strictObject({ text: someText(), has_expiration: optional(boolean()) })),
    add_security_recommendation: optional(boolean()),
    code_expiration_minutes: optional(z.int()),
  }),
);

/** Checks the parts of a template, and how they go together. */
export function checkComponents(
  value: unknown,
  category: string,
  format: StoredTemplate["parameterFormat"],
): void {
  const shape = list(component(), 1, 20);
  demand(shape, value, { root: ["components"], codes: "graph" });
  const components = objectsOf(value);
  const types = components.map(({ type }) => type);
  if (new Set(types).size < types.length) throw refuse(100, "Param components holds a type twice.");
  if (!types.includes("BODY")) throw composition(2388072, "A template needs a BODY component.");
  if (category === "AUTHENTICATION") return checkAuthentication(components);
  const most = types.includes("LIMITED_TIME_OFFER") ? 600 : 1024;
  checkHeader(componentOf(components, "HEADER"), format);
  checkBody(componentOf(components, "BODY"), format, most);
  checkFooter(componentOf(components, "FOOTER"));
  checkButtons(componentOf(components, "BUTTONS"), "components");
  checkOffer(components);
  checkCards(components, format);
}

const mediaFormats = new Set(["IMAGE", "VIDEO", "DOCUMENT", "GIF"]);

function checkHeader(header: Json | undefined, format: StoredTemplate["parameterFormat"]): void {
  if (header === undefined) return;
  const { format: kind, text, example } = header;
  if (kind === undefined) throw composition(2388047, "HEADER needs a format.");
  if (mediaFormats.has(String(kind)) && listOf(objectOf(example).header_handle).length !== 1) {
    throw composition(2388043, `HEADER of format ${String(kind)} needs one example.header_handle.`);
  }
  if (kind !== "TEXT") return;
  const words = textOf(text);
  if (words === undefined) throw composition(2388047, "HEADER of format TEXT needs a text.");
  if ([...words].length > 60) throw composition(2388040, "HEADER text must be at most 60 characters long.");
  if (placeholdersOf(words).length > 1) throw composition(2388047, "HEADER text may hold one parameter.");
  if (/([*_~`])[^*_~`\s][^*_~`]*\1|\n/.test(words.replace(/\{\{[^}]*\}\}/g, ""))) {
    throw composition(2388047, "HEADER text may hold no formatting and no line breaks.");
  }
  checkParameters(words, format, 2388047, examplesOf(objectOf(example), "header_text", format));
}

function checkBody(
  body: Json | undefined,
  format: StoredTemplate["parameterFormat"],
  most: number,
  isCard = false,
): void {
  const words = textOf(body?.text);
  if (words === undefined) throw composition(2388072, "BODY needs a text.");
  if ([...words].length > most)
    throw composition(2388040, `BODY text must be at most ${most} characters long.`);
  checkParameters(words, format, 2388072, examplesOf(objectOf(body?.example), "body_text", format));
  if (isCard) return;
  if (/^\s*\{\{|\}\}\s*$/.test(words)) {
    throw composition(2388299, "BODY text must not begin or end with a parameter.");
  }
  const bare = words.replace(/\{\{[^}]*\}\}/g, " ").match(/[\p{L}\p{N}]+/gu) ?? [];
  if (bare.length < placeholdersOf(words).length) {
    throw composition(2388293, "BODY has too many parameters for the length of its text.");
  }
}

function checkFooter(footer: Json | undefined): void {
  if (footer === undefined) return;
  const words = textOf(footer.text);
  if (words === undefined || placeholdersOf(words).length > 0) {
    throw composition(2388073, "FOOTER needs a text without parameters.");
  }
  if ([...words].length > 60) throw composition(2388040, "FOOTER text must be at most 60 characters long.");
}

/** How many examples were given, by name or by number. */
function examplesOf(example: Json, key: string, format: StoredTemplate["parameterFormat"]): string[] {
  if (format === "NAMED") {
    return objectsOf(example[`${key}_named_params`]).flatMap(({ param_name, example: value }) =>
      typeof param_name === "string" && typeof value === "string" ? [param_name] : [],
    );
  }
  const given = example[key];
  const values = Array.isArray(given) && Array.isArray(given[0]) ? listOf(given[0]) : [given].flat();
  return values.filter((value) => typeof value === "string").map((_, index) => String(index + 1));
}

function checkParameters(
  words: string,
  format: StoredTemplate["parameterFormat"],
  subcode: number,
  examples: readonly string[],
): void {
  const names = placeholdersOf(words);
  const rest = words.replace(/\{\{\s*[A-Za-z0-9_]+\s*\}\}/g, "");
  if (/\{\{|\}\}/.test(rest))
    throw composition(subcode, "Parameters must be written in two pairs of braces.");
  const isNamed = (name: string) => /^[a-z][a-z0-9_]*$/.test(name);
  const fits =
    format === "NAMED" ? names.every(isNamed) : names.every((name, index) => name === String(index + 1));
  if (!fits) {
    const kinds = { NAMED: "names in lower case", POSITIONAL: "numbers that count from 1" };
    throw composition(subcode, `Parameters must be ${kinds[format]}.`);
  }
  if (names.some((name) => !examples.includes(name)) || examples.length !== names.length) {
    throw composition(
      2388043,
      `${names.length} parameters need an example each; ${examples.length} were given.`,
    );
  }
}

function checkOffer(components: readonly Json[]): void {
  const offer = componentOf(components, "LIMITED_TIME_OFFER");
  if (offer === undefined) return;
  const words = textOf(objectOf(offer.limited_time_offer).text);
  if (words === undefined) throw composition(2388043, "LIMITED_TIME_OFFER needs a text.");
  if ([...words].length > 16)
    throw composition(2388040, "LIMITED_TIME_OFFER text is at most 16 characters long.");
  const format = componentOf(components, "HEADER")?.format;
  if (format !== "IMAGE" && format !== "VIDEO") {
    throw composition(2388047, "A limited-time offer needs a HEADER of format IMAGE or VIDEO.");
  }
  if (componentOf(components, "FOOTER") !== undefined) {
    throw composition(2388073, "A limited-time offer has no FOOTER.");
  }
}

function checkCards(components: readonly Json[], format: StoredTemplate["parameterFormat"]): void {
  const cards = cardsOf(components);
  const shapes = cards.map((parts) => parts.map((part) => `${part.type} ${part.format ?? ""}`).join());
  if (new Set(shapes).size > 1) throw refuse(100, "Cards of a carousel must have the same components.");
  cards.forEach((parts, index) => {
    const name = `cards[${index}]`;
    demand(list(component(), 1, 3), parts, { root: [name], codes: "graph" });
    const header = componentOf(parts, "HEADER");
    if (header === undefined || !["IMAGE", "VIDEO", "PRODUCT"].includes(String(header.format))) {
      throw composition(2388047, `${name} needs a HEADER of format IMAGE, VIDEO or PRODUCT.`);
    }
    checkHeader(header, format);
    const body = componentOf(parts, "BODY");
    if (body !== undefined) checkBody(body, format, 160, true);
    checkButtons(componentOf(parts, "BUTTONS"), name, 2);
  });
}
