import { type Json, toText } from "../../../../utils/json.ts";
import { toSeconds } from "../../clock.ts";
import { refuse } from "../../errors.ts";
import { paginate } from "../../http/paging.ts";
import { type GraphCall, pickFields, type Route, readList, readParameters } from "../../http/router.ts";
import { withSampleUrls } from "../../rules/templates/samples.ts";
import type { State } from "../../state.ts";
import { listCards } from "../../templates/components.ts";
import type { StoredTemplate } from "../../templates/stored-template.ts";

const byDefault = ["name", "parameter_format", "components", "language", "status", "category"] as const;

/** Values of optional fields that were never set. */
const unsetFields = {
  sub_category: undefined,
  display_format: undefined,
  message_send_ttl_seconds: undefined,
  library_template_name: undefined,
  degrees_of_freedom_spec: undefined,
  bid_spec: undefined,
  optimization_spec: undefined,
  ad_account_id: undefined,
  ad_campaign_id: undefined,
  ad_adset_id: undefined,
  ad_id: undefined,
  cta_url_link_tracking_opted_out: false,
  is_primary_device_delivery_only: false,
  is_sms_fallback_enabled: false,
  disable_ios_autofill: false,
};

function toNode(state: State, template: StoredTemplate): Json {
  const { quality, status, category, nextCategory, optionalFields } = template;
  const { score, at, reasons } = quality;
  return {
    ...unsetFields,
    ...optionalFields,
    id: template.id,
    name: template.name,
    language: template.language,
    status,
    category,
    previous_category: template.previousCategory,
    correct_category: nextCategory?.category ?? category,
    components: withSampleUrls(state, template.components),
    parameter_format: template.parameterFormat,
    rejected_reason: template.rejectedReason,
    quality_score: { score, date: toSeconds(at), ...(reasons.length === 0 ? {} : { reasons }) },
    health_status: { can_send_message: status === "APPROVED" ? "AVAILABLE" : "BLOCKED" },
    source: template.source,
    last_updated_time: toSeconds(template.updatedAt),
  };
}

function list(call: GraphCall): Json {
  const { state } = call;
  const parameters = readParameters(call);
  const all = state.account(call.id).templates.all();
  const found = all.filter((template) => isWanted(template, parameters));
  const nodes = found.map((template) => pickFields(toNode(state, template), parameters.fields, byDefault));
  const page = paginate(call, nodes, parameters);
  return parameters.summary === undefined ? page : { ...page, summary: summarize(call, found, parameters) };
}

function summarize({ state, id }: GraphCall, found: readonly StoredTemplate[], { summary }: Json): Json {
  const { templates } = state.account(id);
  const counts: Json = {
    total_count: found.length,
    message_template_count: templates.all().length,
    message_template_limit: state.templateLimit,
    are_translations_complete: found.every(({ status }) => status !== "PENDING"),
  };
  if (summary === "true" || summary === "1") return counts;
  const names = readList(summary);
  const unexpected = names.find((name) => !(name in counts));
  if (unexpected !== undefined) throw refuse(100, `Param summary has an unknown count (${unexpected}).`);
  return Object.fromEntries(names.map((name) => [name, counts[name]]));
}

function isWanted(template: StoredTemplate, parameters: Json): boolean {
  const { name, content, name_or_content, since, until } = parameters;
  const words = readableText(template);
  const holds = (text: string, part: unknown) => text.toLowerCase().includes(String(part).toLowerCase());
  const updatedAt = toSeconds(template.updatedAt);
  return (
    (name === undefined || template.name === name) &&
    (content === undefined || holds(words, content)) &&
    (name_or_content === undefined || holds(`${template.name}\n${words}`, name_or_content)) &&
    isAmong(template.category, parameters.category) &&
    isAmong(template.nextCategory?.category ?? template.category, parameters.correct_category) &&
    isAmong(template.language, parameters.language) &&
    isAmong(template.status, parameters.status) &&
    isAmong(template.quality.score, parameters.quality_score) &&
    isAmong(template.source, parameters.source) &&
    (since === undefined || updatedAt >= Number(since)) &&
    (until === undefined || updatedAt <= Number(until))
  );
}

const readableText = ({ components }: StoredTemplate): string =>
  [components, ...listCards(components)]
    .flat()
    .map(({ text }) => toText(text) ?? "")
    .join("\n");

/** Whether a filter is absent or names the value, or one of the values, in whatever case. */
export function isAmong(value: string | readonly string[], wanted: unknown): boolean {
  const values = [value].flat().map((one) => one.toLowerCase());
  return wanted === undefined || readList(wanted).some((one) => values.includes(one.toLowerCase()));
}

function read(call: GraphCall): Json {
  return pickFields(toNode(call.state, findTemplate(call)), readParameters(call).fields, byDefault);
}

/** Finds the template in the path. */
export function findTemplate({ state, id }: GraphCall): StoredTemplate {
  const template = state.template(id);
  if (template === undefined) throw refuse(100, "The template does not exist.", { subcode: 33 });
  return template;
}

export const templateReadingRoutes: readonly Route[] = [
  { method: "GET", node: "business-account", edge: "message_templates", answer: list },
  { method: "GET", node: "template", edge: "", answer: read },
];
