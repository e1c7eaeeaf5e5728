import { type Json, toObjects } from "../../../../utils/json.ts";
import type { BusinessAccount } from "../../business-account.ts";
import { refuse } from "../../errors.ts";
import { type GraphCall, type Route, readIds, readParameters } from "../../http/router.ts";
import { checkCapacity, checkThrottle } from "../../rules/templates/capacity.ts";
import { checkComponents } from "../../rules/templates/components.ts";
import { checkMayEdit, isPriceOnly } from "../../rules/templates/edits.ts";
import { checkEditedFields, checkNewFields, readFormat } from "../../rules/templates/fields.ts";
import { libraryTemplate } from "../../rules/templates/library.ts";
import { checkSamples } from "../../rules/templates/samples.ts";
import type { StoredTemplate } from "../../templates/stored-template.ts";
import { checkForm, pickOptionalFields, readBody, toStored } from "./body.ts";
import { findTemplate } from "./read.ts";

function create(call: GraphCall): Json {
  const { state } = call;
  const account = state.account(call.id);
  checkThrottle(account);
  const body = readBody(readParameters(call));
  checkNewFields(body);
  if ("library_template_name" in body) return createFromLibrary(call, account, body);
  const name = String(body.name);
  const { category, previousCategory } = reviewCategory(account, name, String(body.category));
  checkForm(body);
  checkSamples(state, toObjects(body.components));
  checkCapacity(state, account, name, String(body.language));
  const template = account.templates.create({
    name,
    language: String(body.language),
    category,
    previousCategory,
    status: "PENDING",
    parameterFormat: readFormat(body),
    components: toStored(body.components, category, String(body.language)),
    optionalFields: pickOptionalFields(body),
  });
  account.lifecycle.review(template);
  return { id: template.id, status: template.status, category };
}

/** Library templates are approved without a review. */
function createFromLibrary({ state }: GraphCall, account: BusinessAccount, body: Json): Json {
  const { found, components } = libraryTemplate(body);
  const { category, language } = found;
  const name = String(body.name);
  checkCapacity(state, account, name, language);
  const template = account.templates.create({
    name,
    language,
    category,
    status: "PENDING",
    parameterFormat: "POSITIONAL",
    components: toStored(components, category, language),
    optionalFields: pickOptionalFields(body),
    bodyTypes: found.body_param_types,
  });
  state.outbox.track(account.lifecycle.approve(template));
  return { id: template.id, status: template.status, category };
}

/** The category that Meta gives a template. */
function reviewCategory(
  { reviewCategories }: BusinessAccount,
  name: string,
  given: string,
): Pick<StoredTemplate, "category" | "previousCategory"> {
  const category = reviewCategories.get(name) ?? given;
  return { category, previousCategory: category === given ? undefined : given };
}

function edit(call: GraphCall): Json {
  const { state } = call;
  const template = findTemplate(call);
  const account = state.account(template.businessAccountId);
  const body = readBody(readParameters(call));
  const given = String(body.category ?? template.category);
  checkEditedFields(body, given);
  checkMayEdit(template, body, state.now());
  const optionalFields = { ...template.optionalFields, ...pickOptionalFields(body) };
  if (isPriceOnly(body)) {
    template.priceEdits.push(state.now());
    template.optionalFields = optionalFields;
    return { success: true };
  }
  const parameterFormat = "parameter_format" in body ? readFormat(body) : template.parameterFormat;
  const facts = {
    category: given,
    format: parameterFormat,
    subCategory: optionalFields.sub_category,
    displayFormat: optionalFields.display_format,
  };
  checkNewComponents(template, body, facts);
  if ("components" in body) checkSamples(state, toObjects(body.components));
  const components =
    "components" in body ? toStored(body.components, given, template.language) : template.components;
  const { category, previousCategory = template.previousCategory } = reviewCategory(
    account,
    template.name,
    given,
  );
  account.lifecycle.edit(template, {
    components,
    category,
    previousCategory,
    parameterFormat,
    optionalFields,
  });
  return { success: true };
}

/** Checks the components together with the other changes. Those of authentication templates are Meta's. */
function checkNewComponents(
  template: StoredTemplate,
  body: Json,
  facts: Parameters<typeof checkComponents>[1],
): void {
  if ("components" in body) return checkComponents(body.components, facts);
  const wasCode = template.category === "AUTHENTICATION";
  const isCode = facts.category === "AUTHENTICATION";
  if (wasCode !== isCode) throw refuse(100, "The parameter components is required.");
  if (!isCode) checkComponents(template.components, facts);
}

function remove(call: GraphCall): Json {
  const { name, hsm_id, hsm_ids } = readParameters(call);
  const account = call.state.account(call.id);
  const found =
    hsm_ids === undefined ? findByName(account, name, hsm_id) : findByIds(account, hsm_ids, name ?? hsm_id);
  if (found.some(({ status }) => status === "DISABLED"))
    throw refuse(100, "A disabled template cannot be deleted.");
  if (found.some(({ source }) => source === "auto_generated"))
    throw refuse(100, "A template of Direct Send cannot be deleted.", { subcode: 2388330 });
  for (const template of found) account.lifecycle.delete(template);
  return { success: true };
}

function findByName({ templates }: BusinessAccount, name: unknown, id: unknown): StoredTemplate[] {
  if (name === undefined) throw refuse(100, "The parameter name is required.");
  const found = templates
    .named(String(name))
    .filter((template) => id === undefined || template.id === String(id));
  if (found.length === 0) throw refuse(100, "Message template not found.");
  return found;
}

/** Finds all templates, or refuses. */
function findByIds({ templates }: BusinessAccount, ids: unknown, other: unknown): StoredTemplate[] {
  if (other !== undefined) throw refuse(100, "Param hsm_ids cannot be combined with name or hsm_id.");
  const found = readIds("hsm_ids", ids, 100).map((id) => templates.get(id));
  if (found.some((template) => template === undefined)) {
    throw refuse(100, "Message template not found.");
  }
  return found.filter((template) => template !== undefined);
}

export const templateRoutes: readonly Route[] = [
  { method: "POST", node: "business-account", edge: "message_templates", answer: create },
  { method: "DELETE", node: "business-account", edge: "message_templates", answer: remove },
  { method: "POST", node: "template", edge: "", answer: edit },
];
