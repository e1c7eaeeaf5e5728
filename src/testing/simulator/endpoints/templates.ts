import { refuse } from "../errors.ts";
import { type Json, listOf, objectOf, objectsOf, textOf } from "../json.ts";
import { pageOf } from "../paging.ts";
import { type GraphCall, jsonOf, listParameter, parametersOf, pickFields, type Route } from "../router.ts";
import { writtenOut } from "../rules/template-authentication.ts";
import { checkComponents, checkKeys, checkNewTemplate, formatOf } from "../rules/template-definition.ts";
import { checkTimeToLive } from "../rules/template-lifetime.ts";
import type { State } from "../state.ts";
import { cardsOf, normalised, type StoredTemplate } from "../template-parts.ts";

const day = 24 * 60 * 60 * 1000;
/** Of an account that is not verified. */
const mostTemplates = 250;

const byDefault = ["name", "parameter_format", "components", "language", "status", "category"] as const;

const nodeOf = (template: StoredTemplate): Json => ({
  sub_category: undefined,
  display_format: undefined,
  message_send_ttl_seconds: undefined,
  previous_category: undefined,
  library_template_name: undefined,
  degrees_of_freedom_spec: undefined,
  optimization_spec: undefined,
  cta_url_link_tracking_opted_out: false,
  is_primary_device_delivery_only: false,
  ...template.more,
  id: template.id,
  name: template.name,
  language: template.language,
  status: template.status,
  category: template.category,
  correct_category: template.category,
  components: template.components,
  parameter_format: template.parameterFormat,
  rejected_reason: template.rejectedReason,
  quality_score: { score: "UNKNOWN", date: Math.floor(template.updatedAt / 1000) },
  health_status: { can_send_message: template.status === "APPROVED" ? "AVAILABLE" : "BLOCKED" },
  source: "manual",
  last_updated_time: Math.floor(template.updatedAt / 1000),
});

function list(call: GraphCall): Json {
  const parameters = parametersOf(call);
  const found = call.state.templates.all().filter((template) => isWanted(template, parameters));
  const nodes = found.map((template) => pickFields(nodeOf(template), parameters.fields, byDefault));
  const { summary } = parameters;
  const counts = {
    total_count: found.length,
    message_template_count: found.length,
    message_template_limit: mostTemplates,
  };
  return { ...pageOf(call, nodes, parameters), ...(summary === undefined ? {} : { summary: counts }) };
}

function isWanted(template: StoredTemplate, parameters: Json): boolean {
  const { name, content, name_or_content } = parameters;
  const words = template.components.map(({ text }) => textOf(text) ?? "").join("\n");
  const holds = (text: string, part: unknown) => text.toLowerCase().includes(String(part).toLowerCase());
  return (
    (name === undefined || template.name === name) &&
    (content === undefined || holds(words, content)) &&
    (name_or_content === undefined || holds(`${template.name}\n${words}`, name_or_content)) &&
    isAmong(template.category, parameters.category) &&
    isAmong(template.language, parameters.language) &&
    isAmong(template.status, parameters.status) &&
    isAmong("UNKNOWN", parameters.quality_score) &&
    isAmong("MANUAL", parameters.source)
  );
}

const isAmong = (value: string, wanted: unknown): boolean =>
  wanted === undefined || listParameter(wanted).some((one) => one.toLowerCase() === value.toLowerCase());

const shouted = (value: unknown): unknown => (typeof value === "string" ? value.toUpperCase() : value);

/** Capitals where Meta does not care about case. */
function tidied(given: Json): Json {
  const body = { ...given };
  for (const key of ["category", "parameter_format"]) if (key in body) body[key] = shouted(body[key]);
  if ("components" in body) body.components = normalised(body.components);
  const { message_send_ttl_seconds: ttl } = body;
  if (typeof ttl === "string" && /^-?\d+$/.test(ttl)) body.message_send_ttl_seconds = Number(ttl);
  return body;
}

function create(call: GraphCall): Json {
  const { state } = call;
  const body = tidied(jsonOf(call));
  checkNewTemplate(body);
  checkHandles(state, body.components);
  const { name, language, category, components, ...rest } = body;
  checkRoom(state, String(name), String(language));
  const template = state.templates.add({
    name: String(name),
    language: String(language),
    category: String(category),
    status: "PENDING",
    parameterFormat: formatOf(body),
    components: stored(components, String(category)),
    more: omit(rest, "parameter_format"),
  });
  state.templates.review(template);
  return { id: template.id, status: template.status, category: template.category };
}

const stored = (components: unknown, category: string): Json[] =>
  category === "AUTHENTICATION" ? writtenOut(objectsOf(components)) : [...objectsOf(components)];

const omit = ({ ...rest }: Json, key: string): Json => {
  delete rest[key];
  return rest;
};

function checkRoom({ templates }: State, name: string, language: string): void {
  if (templates.find(name, language) !== undefined) {
    throw refuse(100, "Content in this language already exists.", { subcode: 2388024 });
  }
  if (templates.isLocked(name)) {
    throw refuse(100, "The name of a deleted template stays locked for 30 days.", { subcode: 2388023 });
  }
  if (templates.all().length >= mostTemplates) {
    throw refuse(100, `The account holds ${mostTemplates} templates already.`, { subcode: 2388019 });
  }
}

/** Sample media must have been uploaded to the app. */
function checkHandles({ uploads }: State, components: unknown): void {
  const all = objectsOf(components);
  const headers = [all, ...cardsOf(all)].flat().filter(({ type }) => type === "HEADER");
  const handles = headers.flatMap(({ example }) => listOf(objectOf(example).header_handle));
  if (handles.every((handle) => uploads.isHandle(handle))) return;
  throw refuse(100, "example.header_handle must be a handle of an upload to the app.", { subcode: 2388273 });
}

function read(call: GraphCall): Json {
  return pickFields(nodeOf(templateOf(call)), parametersOf(call).fields, byDefault);
}

function templateOf({ state, id }: GraphCall): StoredTemplate {
  const template = state.templates.get(id);
  if (template === undefined) throw refuse(100, "The template does not exist.", { subcode: 33 });
  return template;
}

const editable = [
  "components",
  "category",
  "parameter_format",
  "message_send_ttl_seconds",
  "cta_url_link_tracking_opted_out",
  "sub_category",
  "display_format",
  "is_primary_device_delivery_only",
  "allow_category_change",
  "optimization_spec",
  "degrees_of_freedom_spec",
];

function edit(call: GraphCall): Json {
  const { state } = call;
  const template = templateOf(call);
  const body = tidied(parametersOf(call));
  checkKeys(body, editable);
  checkMayEdit(state, template, body);
  const category = String(body.category ?? template.category);
  const parameterFormat = "parameter_format" in body ? formatOf(body) : template.parameterFormat;
  if ("components" in body) {
    checkComponents(body.components, category, parameterFormat);
    checkHandles(state, body.components);
  }
  checkTimeToLive(body.message_send_ttl_seconds, category);
  const components = "components" in body ? stored(body.components, category) : template.components;
  const { components: _, category: __, parameter_format: ___, ...more } = body;
  state.templates.edit(template, {
    components,
    category,
    parameterFormat,
    more: { ...template.more, ...more },
  });
  return { success: true };
}

function checkMayEdit(state: State, template: StoredTemplate, body: Json): void {
  const { status, category, edits } = template;
  if (!["APPROVED", "REJECTED", "PAUSED"].includes(status)) {
    throw refuse(100, `A template with status ${status} cannot be edited.`, { subcode: 2388039 });
  }
  if (status !== "APPROVED") return;
  if (body.category !== undefined && body.category !== category) {
    throw refuse(100, "The category of an approved template cannot be changed.", { subcode: 2388039 });
  }
  const since = (days: number) => edits.filter((at) => at > state.now() - days * day).length;
  if (since(1) >= 1 || since(30) >= 10) {
    throw refuse(100, "An approved template can be edited once a day and 10 times in 30 days.", {
      subcode: 2388039,
    });
  }
}

function remove(call: GraphCall): Json {
  const { name, hsm_id, hsm_ids } = parametersOf(call);
  const { templates } = call.state;
  const found =
    hsm_ids === undefined ? named(call.state, name, hsm_id) : numbered(call.state, hsm_ids, name ?? hsm_id);
  if (found.some(({ status }) => status === "DISABLED"))
    throw refuse(100, "A disabled template cannot be deleted.");
  for (const template of found) templates.delete(template);
  return { success: true };
}

function named({ templates }: State, name: unknown, id: unknown): StoredTemplate[] {
  if (name === undefined) throw refuse(100, "The parameter name is required.");
  const found = templates
    .named(String(name))
    .filter((template) => id === undefined || template.id === String(id));
  if (found.length === 0) throw refuse(100, "Message template not found.");
  return found;
}

/** All or none. */
function numbered({ templates }: State, ids: unknown, other: unknown): StoredTemplate[] {
  if (other !== undefined) throw refuse(100, "Param hsm_ids cannot be combined with name or hsm_id.");
  const wanted = listParameter(ids);
  if (wanted.length === 0 || wanted.length > 100)
    throw refuse(100, "Param hsm_ids must have between 1 and 100 ids.");
  const found = wanted.map((id) => templates.get(id));
  if (found.some((template) => template === undefined)) {
    throw refuse(100, "Message template not found.");
  }
  return found.filter((template) => template !== undefined);
}

async function unpause(call: GraphCall): Promise<Json> {
  const template = templateOf(call);
  if (template.status !== "PAUSED") return { success: false, reason: "The template is not paused." };
  await call.state.templates.decide(template, "APPROVED");
  return { success: true };
}

export const templateRoutes: readonly Route[] = [
  { method: "GET", node: "business-account", edge: "message_templates", answer: list },
  { method: "POST", node: "business-account", edge: "message_templates", answer: create },
  { method: "DELETE", node: "business-account", edge: "message_templates", answer: remove },
  { method: "GET", node: "template", edge: "", answer: read },
  { method: "POST", node: "template", edge: "", answer: edit },
  { method: "POST", node: "template", edge: "unpause", answer: unpause },
];
