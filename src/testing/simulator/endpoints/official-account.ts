import { optional, strictObject, string } from "zod/mini";
import type { Json } from "../../../utils/json.ts";
import { once } from "../../../utils/once.ts";
import { refuse } from "../errors.ts";
import { type GraphCall, type Route, readParameters } from "../http/router.ts";
import { checkSchema, list, someText } from "../rules/schema.ts";

const application = once(() =>
  strictObject({
    business_website_url: someText(),
    primary_country_of_operation: someText(),
    primary_language: someText(),
    supporting_links: optional(list(someText(), 0, 5)),
    parent_business_or_brand: optional(string()),
    additional_supporting_information: optional(string()),
  }),
);

/** Asks for a review, which nobody does: tests set the outcome in the number's `fields`. */
function apply(call: GraphCall): Json {
  const { fields } = call.state.number(call.id);
  checkSchema(application(), readParameters(call), { codes: "graph" });
  if (fields.official_business_account !== undefined)
    throw refuse(100, "There is an application for this number. Wait 30 days before you send another one.");
  fields.official_business_account = { oba_status: "PENDING" };
  return { success: true };
}

export const officialAccountRoutes: readonly Route[] = [
  { method: "POST", node: "phone-number", edge: "official_business_account", answer: apply },
];
