import { array, optional, strictObject, string } from "zod/mini";
import type { Json } from "../../../../utils/json.ts";
import { once } from "../../../../utils/once.ts";
import { refuse } from "../../errors.ts";
import { paginate } from "../../http/paging.ts";
import { type GraphCall, type Route, readList, readParameters } from "../../http/router.ts";
import { checkSchema, someText } from "../../rules/schema.ts";

const group = once(() =>
  strictObject({
    name: someText(),
    description: optional(string()),
    whatsapp_business_templates: array(someText()),
  }),
);

function create(call: GraphCall): Json {
  const { state } = call;
  const { groups, templates } = state.account(call.id);
  const given = readParameters(call);
  const ids = readList(given.whatsapp_business_templates);
  checkSchema(group(), { ...given, whatsapp_business_templates: ids }, { codes: "graph" });
  if (ids.length === 0 || !ids.every((id) => templates.get(id) !== undefined)) {
    throw refuse(100, "Param whatsapp_business_templates must be templates of the account.");
  }
  const { name, description = "" } = given;
  const id = state.templateGroupIds.take();
  groups.set(id, { id, name: String(name), description: String(description), templates: ids });
  return { id };
}

function list(call: GraphCall): Json {
  const groups = [...call.state.account(call.id).groups.values()];
  const nodes = groups.map(({ id, name, description, templates }) => ({
    id,
    name,
    description,
    whatsapp_business_templates: templates,
  }));
  return paginate(call, nodes, readParameters(call));
}

export const templateGroupRoutes: readonly Route[] = [
  { method: "POST", node: "business-account", edge: "template_groups", answer: create },
  { method: "GET", node: "business-account", edge: "template_groups", answer: list },
];
