import * as z from "zod/mini";
import { literal, optional, strictObject, unknown } from "zod/mini";
import { type Json, toObjects } from "../../../../utils/json.ts";
import { once } from "../../../../utils/once.ts";
import type { BusinessAccount } from "../../business-account.ts";
import { refuse } from "../../errors.ts";
import { type GraphCall, type Route, readList, readParameters } from "../../http/router.ts";
import { checkSchema, list } from "../../rules/schema.ts";
import { checkCapacity, checkThrottle } from "../../rules/templates/capacity.ts";
import { checkComponents } from "../../rules/templates/components.ts";
import { checkTimeToLive, language, languages, templateName } from "../../rules/templates/fields.ts";
import { bodyIn, textsIn } from "../../templates/authentication-texts.ts";
import { listButtons } from "../../templates/components.ts";
import type { StoredTemplate } from "../../templates/stored-template.ts";
import { pickOptionalFields, readBody, toStored } from "./body.ts";

const upserted = once(() =>
  strictObject({
    name: templateName(),
    languages: list(language(), 1, 100),
    category: literal("AUTHENTICATION"),
    components: unknown(),
    message_send_ttl_seconds: optional(z.int()),
  }),
);

const category = "AUTHENTICATION";
const format = "POSITIONAL" as const;

/** Creates or updates an authentication template in many languages: in all of them or in none. */
function upsert(call: GraphCall): Json {
  const account = call.state.account(call.id);
  const body = readBody(readParameters(call));
  checkSchema(upserted(), body, { codes: "templates" });
  checkTimeToLive(body.message_send_ttl_seconds, category);
  checkComponents(body.components, { category, format, subCategory: undefined, displayFormat: undefined });
  if (
    listButtons(toObjects(body.components)).some((button) => "text" in button || "autofill_text" in button)
  ) {
    throw refuse(100, "Buttons cannot have a text here: Meta writes it in each language.");
  }
  const codes = [...new Set(readList(body.languages))];
  for (const code of codes) checkUpsert(call, account, String(body.name), code);
  return { data: codes.map((code) => upsertOne(account, body, code)) };
}

function checkUpsert({ state }: GraphCall, account: BusinessAccount, name: string, code: string): void {
  const existing = account.templates.find(name, code);
  if (existing === undefined) {
    checkThrottle(account);
    checkCapacity(state, account, name, code);
    return;
  }
  if (existing.category !== category) throw refuse(100, "A template of this name has another category.");
  if (!["APPROVED", "REJECTED", "PAUSED", "PENDING"].includes(existing.status)) {
    throw refuse(100, `A template with status ${existing.status} cannot be edited.`, { subcode: 2388039 });
  }
}

function upsertOne({ templates, lifecycle }: BusinessAccount, body: Json, code: string): Json {
  const components = toStored(body.components, category, code);
  const name = String(body.name);
  const optionalFields = pickOptionalFields(body);
  const existing = templates.find(name, code);
  if (existing !== undefined) {
    lifecycle.edit(existing, {
      components,
      optionalFields: { ...existing.optionalFields, ...optionalFields },
    });
    return toReceipt(existing);
  }
  const facts = {
    name,
    language: code,
    category,
    status: "PENDING",
    parameterFormat: format,
    components,
    optionalFields,
  };
  const created = templates.create(facts);
  lifecycle.review(created);
  return toReceipt(created);
}

const toReceipt = ({ id, status, language: code }: StoredTemplate): Json => ({ id, status, language: code });

/** Previews Meta's texts in each language. */
function preview(call: GraphCall): Json {
  const parameters = readParameters(call);
  const { add_security_recommendation, code_expiration_minutes: minutes, button_types } = parameters;
  if (String(parameters.category).toUpperCase() !== category) {
    throw refuse(100, "Param category must be AUTHENTICATION.");
  }
  if (readList(button_types).join() !== "OTP") throw refuse(100, "Param button_types must be OTP.");
  if (
    minutes !== undefined &&
    !(/^\d+$/.test(String(minutes)) && Number(minutes) >= 1 && Number(minutes) <= 90)
  ) {
    throw refuse(100, "Param code_expiration_minutes must be between 1 and 90.");
  }
  const asked = readList(parameters.languages ?? parameters.language);
  const unexpected = asked.find((code) => !languages().has(code));
  if (unexpected !== undefined) throw refuse(100, "Param languages must be supported languages.");
  const hasAdvice = String(add_security_recommendation) === "true";
  const data = (asked.length === 0 ? [...languages()] : asked).map((code) => {
    const { copy, autofill, expires } = textsIn(code);
    return {
      body: bodyIn(code, hasAdvice),
      ...(minutes === undefined ? {} : { footer: expires(String(minutes)) }),
      buttons: [{ text: copy, autofill_text: autofill }],
      language: code,
    };
  });
  return { data };
}

export const authenticationTemplateRoutes: readonly Route[] = [
  { method: "POST", node: "business-account", edge: "upsert_message_templates", answer: upsert },
  { method: "GET", node: "business-account", edge: "message_template_previews", answer: preview },
];
