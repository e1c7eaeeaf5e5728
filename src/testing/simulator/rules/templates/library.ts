import * as z from "zod/mini";
import { boolean, looseObject, optional, strictObject } from "zod/mini";
import { type Json, toObject, toObjects, toText } from "../../../../utils/json.ts";
import { once } from "../../../../utils/once.ts";
import { refuse } from "../../errors.ts";
import { capitalizeTypes, listPlaceholders } from "../../templates/components.ts";
import { type LibraryTemplate, library } from "../../templates/library.ts";
import { checkSchema, integer, list, someText, webUrl } from "../schema.ts";
import { checkAuthentication } from "./authentication.ts";

const buttonInput = once(() =>
  looseObject({
    type: z.enum([
      "QUICK_REPLY",
      "URL",
      "PHONE_NUMBER",
      "OTP",
      "MPM",
      "CATALOG",
      "FLOW",
      "VOICE_CALL",
      "APP",
    ]),
    phone_number: optional(someText()),
    url: optional(strictObject({ base_url: webUrl(), url_suffix_example: optional(someText()) })),
  }),
);

const inputs = once(() =>
  looseObject({
    library_template_button_inputs: optional(list(buttonInput(), 0, 10)),
    library_template_body_inputs: optional(
      strictObject({
        add_contact_number: optional(boolean()),
        add_learn_more_link: optional(boolean()),
        add_security_recommendation: optional(boolean()),
        add_track_package_link: optional(boolean()),
        code_expiration_minutes: optional(integer(1, 90)),
      }),
    ),
  }),
);

/** The library template that a create call names, and its components with the given inputs. */
export function libraryTemplate(body: Json): { found: LibraryTemplate; components: Json[] } {
  const found = library.find(
    ({ name, language }) => name === body.library_template_name && language === body.language,
  );
  if (found === undefined) {
    throw refuse(100, "Param library_template_name is not a template of the library in this language.");
  }
  if (found.category !== body.category)
    throw refuse(100, "Param category must be the category of the library template.");
  if ("components" in body) throw refuse(100, "Param components is not allowed with a library template.");
  const given = { ...body, library_template_button_inputs: shoutedInputs(body) };
  checkSchema(inputs(), given, { codes: "templates" });
  const buttonInputs = toObjects(given.library_template_button_inputs);
  const bodyInputs = toObject(body.library_template_body_inputs);
  const components =
    found.category === "AUTHENTICATION"
      ? codeComponents(buttonInputs, bodyInputs)
      : [...textComponents(found, bodyInputs), ...buttonComponents(found, buttonInputs)];
  return { found, components };
}

const shoutedInputs = ({ library_template_button_inputs: given }: Json): unknown =>
  Array.isArray(given)
    ? toObject(toObjects(capitalizeTypes([{ type: "", buttons: given }]))[0]).buttons
    : given;

const sentences = {
  add_contact_number: "Call us if you have any questions.",
  add_learn_more_link: "Read more on our site.",
  add_track_package_link: "Track your package with the link below.",
} as const;

function textComponents({ header, body, body_params }: LibraryTemplate, bodyInputs: Json): Json[] {
  const added = Object.entries(sentences).flatMap(([key, text]) => (bodyInputs[key] === true ? [text] : []));
  const example = body_params.length === 0 ? {} : { example: { body_text: [body_params] } };
  const words = { type: "BODY", text: [body, ...added].join(" "), ...example };
  if (header === undefined) return [words];
  const sample = "https://scontent.whatsapp.net/v/t61.29466-34/1000_n.pdf";
  const top =
    header === "DOCUMENT"
      ? { type: "HEADER", format: "DOCUMENT", example: { header_handle: [sample] } }
      : { type: "HEADER", format: "TEXT", text: header };
  return [top, words];
}

/** Each button takes the next input of its type. */
function buttonComponents({ buttons }: LibraryTemplate, given: readonly Json[]): Json[] {
  const left = [...given];
  const filled = buttons.map((button): Json => {
    const index = left.findIndex(({ type }) => type === button.type);
    const [input] = index < 0 ? [undefined] : left.splice(index, 1);
    if (button.type === "URL") return buildUrlButton(button.text, input);
    if (button.type !== "PHONE_NUMBER") return { ...button };
    if (input?.phone_number === undefined) throw refuseMissing("PHONE_NUMBER", "phone_number");
    return { ...button, phone_number: input.phone_number };
  });
  if (left.length > 0)
    throw refuse(
      100,
      "Param library_template_button_inputs has an input that matches no button of the template.",
    );
  return filled.length === 0 ? [] : [{ type: "BUTTONS", buttons: filled }];
}

const refuseMissing = (type: string, key: string) =>
  refuse(100, `Param library_template_button_inputs needs an input of type ${type} with ${key}.`);

function buildUrlButton(text: string, input: Json | undefined): Json {
  const { base_url, url_suffix_example } = toObject(input?.url);
  const url = toText(base_url);
  if (url === undefined) throw refuseMissing("URL", "url.base_url");
  if (listPlaceholders(url).length === 0) return { type: "URL", text, url };
  if (url_suffix_example === undefined) throw refuseMissing("URL", "url.url_suffix_example");
  return { type: "URL", text, url, example: [url_suffix_example] };
}

function codeComponents(given: readonly Json[], bodyInputs: Json): Json[] {
  const { add_security_recommendation = false, code_expiration_minutes } = bodyInputs;
  const components = [
    { type: "BODY", add_security_recommendation },
    ...(code_expiration_minutes === undefined ? [] : [{ type: "FOOTER", code_expiration_minutes }]),
    { type: "BUTTONS", buttons: given },
  ];
  checkAuthentication(components);
  return components;
}
