import * as z from "zod/mini";
import { boolean, literal, optional, strictObject, string } from "zod/mini";
import type { Json } from "../../../utils/json.ts";
import { once } from "../../../utils/once.ts";
import { type GraphCall, type Route, readParameters } from "../http/router.ts";
import { checkSchema, rule, someText, text } from "../rules/schema.ts";

const kinds = [
  "LIMITED_LIABILITY_PARTNERSHIP",
  "SOLE_PROPRIETORSHIP",
  "PARTNERSHIP",
  "PUBLIC_COMPANY",
  "PRIVATE_COMPANY",
  "OTHER",
];

const phone = () =>
  optional(
    string().check(rule((value: string) => /^\+[1-9]\d{1,14}$/.test(value), "must be E.164", { code: 192 })),
  );
const mail = () =>
  text(128).check(rule((value: string) => /^\S+@\S+\.\S+$/.test(value), "must be an e-mail address"));
const contact = { email: mail(), mobile_number: phone(), landline_number: phone() };

const info = once(() =>
  strictObject({
    messaging_product: literal("whatsapp"),
    entity_name: text(128).check(rule((name: string) => name.length > 1, "is too short", { kind: "length" })),
    entity_type: z.enum(kinds),
    entity_type_custom: optional(someText()),
    is_registered: optional(boolean()),
    grievance_officer_details: strictObject({ name: someText(), ...contact }),
    customer_care_details: strictObject(contact),
  }).check(
    rule(
      (value) => (value.entity_type_custom !== undefined) === (value.entity_type === "OTHER"),
      "is required with OTHER, and only then",
      { path: ["entity_type_custom"] },
    ),
    rule(
      (value) => (value.is_registered !== undefined) === /^(OTHER|PARTNERSHIP)$/.test(value.entity_type),
      "is required with OTHER and PARTNERSHIP, and only then",
      { path: ["is_registered"] },
    ),
  ),
);

const read = ({ state, id }: GraphCall): Json => {
  const { compliance } = state.number(id);
  return { data: compliance === undefined ? [] : [compliance] };
};

function write(call: GraphCall): Json {
  const parameters = readParameters(call);
  checkSchema(info(), parameters, { codes: "graph" });
  call.state.number(call.id).compliance = parameters;
  return { success: true };
}

export const complianceRoutes: readonly Route[] = [
  { method: "GET", node: "phone-number", edge: "business_compliance_info", answer: read },
  { method: "POST", node: "phone-number", edge: "business_compliance_info", answer: write },
];
