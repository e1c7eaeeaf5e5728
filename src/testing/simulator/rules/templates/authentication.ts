import * as z from "zod/mini";
import { boolean, literal, optional, strictObject, string } from "zod/mini";
import { packageNamePattern, signatureHashPattern } from "../../../../types/patterns.ts";
import { type Json, toObjects } from "../../../../utils/json.ts";
import { once } from "../../../../utils/once.ts";
import { refuse } from "../../errors.ts";
import { bodyIn, textsIn } from "../../templates/authentication-texts.ts";
import { findComponent, listButtons } from "../../templates/components.ts";
import { checkSchema, integer, list, rule, text } from "../schema.ts";

const app = once(() =>
  strictObject({
    package_name: text(224).check(
      rule(
        (name: string) => packageNamePattern.test(name),
        "must have at least two segments that start with a letter",
      ),
    ),
    signature_hash: string().check(
      rule((hash: string) => signatureHashPattern.test(hash), "must have exactly 11 characters"),
    ),
  }),
);

const button = once(() =>
  strictObject({
    type: literal("OTP"),
    otp_type: z.enum(["COPY_CODE", "ONE_TAP", "ZERO_TAP"]),
    text: optional(text(25)),
    autofill_text: optional(text(25)),
    supported_apps: optional(list(app(), 1, 5)),
    zero_tap_terms_accepted: optional(boolean()),
  }).check(
    rule(
      (one: { otp_type: string }) => one.otp_type === "COPY_CODE" || "supported_apps" in one,
      "is required for this otp_type",
      { path: ["supported_apps"], kind: "missing" },
    ),
    rule(
      (one: { otp_type: string; zero_tap_terms_accepted?: boolean }) =>
        one.otp_type !== "ZERO_TAP" || one.zero_tap_terms_accepted === true,
      "must be true",
      { path: ["zero_tap_terms_accepted"] },
    ),
  ),
);

/** Checks an authentication template. Its texts are Meta's; the business only chooses options. */
export function checkAuthentication(components: readonly Json[]): void {
  const unexpected = components.find(({ type }) => !["BODY", "FOOTER", "BUTTONS"].includes(String(type)));
  if (unexpected !== undefined)
    throw refuse(100, "AUTHENTICATION templates can only have a BODY, a FOOTER and BUTTONS.");
  if ("text" in (findComponent(components, "BODY") ?? {})) {
    throw refuse(100, "The BODY of AUTHENTICATION templates cannot have a text.", { subcode: 2388072 });
  }
  const footer = findComponent(components, "FOOTER");
  if (footer !== undefined) {
    const schema = strictObject({ type: literal("FOOTER"), code_expiration_minutes: integer(1, 90) });
    checkSchema(schema, footer, { root: ["FOOTER"], codes: "templates" });
  }
  const buttons = listButtons(components);
  if (buttons.length !== 1) throw refuse(100, "AUTHENTICATION templates must have exactly one OTP button.");
  checkSchema(button(), buttons[0], { root: ["buttons[0]"], codes: "templates" });
}

/** The components as Meta returns them: with its texts in the language, and with the button as a URL button. */
export function writeTexts(components: readonly Json[], language: string): Json[] {
  return components.map((component): Json => {
    if (component.type === "BODY") return { ...component, ...writeBody(component, language) };
    if (component.type === "BUTTONS") {
      return { ...component, buttons: toObjects(component.buttons).map((one) => writeButton(one, language)) };
    }
    const minutes = String(component.code_expiration_minutes);
    return { ...component, text: textsIn(language).expires(minutes) };
  });
}

const writeBody = (component: Json, language: string): Json => ({
  text: bodyIn(language, component.add_security_recommendation === true),
  example: { body_text: [["123456"]] },
});

function writeButton(one: Json, language: string): Json {
  const type = String(one.otp_type);
  const { copy, autofill } = textsIn(language);
  const query = new URLSearchParams({ otp_type: type });
  if (typeof one.autofill_text === "string") query.set("cta_display_name", one.autofill_text);
  for (const { package_name, signature_hash } of toObjects(one.supported_apps)) {
    query.append("package_name", String(package_name));
    query.append("signature_hash", String(signature_hash));
  }
  const url = `https://www.whatsapp.com/otp/code/?${query}&code=otp{{1}}`;
  return {
    type: "URL",
    text: one.text ?? one.autofill_text ?? (type === "COPY_CODE" ? copy : autofill),
    url,
    example: [url.replace("{{1}}", "123456")],
  };
}
