import type { Json } from "../../../../utils/json.ts";
import type { BusinessAccount } from "../../business-account.ts";
import { day } from "../../clock.ts";
import { refuse } from "../../errors.ts";
import { paginate } from "../../http/paging.ts";
import { type GraphCall, type Route, readIds, readList, readParameters } from "../../http/router.ts";
import type { State } from "../../state.ts";
import { findMessages, measure, type Span } from "../../templates/analytics.ts";

const templateMetrics = new Set(["SENT", "DELIVERED", "READ", "REPLIED", "CLICKED", "COST"]);
const marketingMetric = /^(APP|WEBSITE)_[A-Z_]+$/;
const products = ["CLOUD_API", "MARKETING_MESSAGES_LITE_API", "MARKETING_MESSAGES_API_FOR_WHATSAPP"];

/** The requested analytics. */
interface Query {
  span: Span;
  metrics: readonly string[];
  product: string;
  inTimezone: boolean;
}

function readQuery(call: GraphCall, parameters: Json): Query {
  checkInsights(call);
  const { granularity, metric_types, product_type } = parameters;
  if (String(granularity).toUpperCase() !== "DAILY") throw refuse(100, "Param granularity must be DAILY.");
  const metrics = readList(metric_types).map((metric) => metric.toUpperCase());
  const unexpected = metrics.find((metric) => !templateMetrics.has(metric) && !marketingMetric.test(metric));
  if (unexpected !== undefined)
    throw refuse(100, `Param metric_types has an unknown metric (${unexpected}).`);
  const product = String(product_type ?? "CLOUD_API").toUpperCase();
  if (!products.includes(product))
    throw refuse(100, `Param product_type must be one of {${products.join(", ")}}.`);
  const inTimezone = String(parameters.use_waba_timezone) === "true";
  return { span: readSpan(call.state, parameters, inTimezone), metrics, product, inTimezone };
}

/** Insights must have been enabled. */
function checkInsights({ state, id }: GraphCall): void {
  if (!state.account(id).areInsightsEnabled) {
    throw refuse(200007, "Template insights are not enabled. Enable them with is_enabled_for_insights.");
  }
}

/** Reads a span of whole days, at most 90 days back. The simulator's accounts use UTC. */
function readSpan(state: State, { start, end }: Json, inTimezone: boolean): Span {
  const from = readTime("start", start, inTimezone);
  const to = readTime("end", end, inTimezone);
  if (to <= from) throw refuse(100, "Param end must be after start.");
  if (from < state.now() - 91 * day) throw refuse(100, "Param start must be within the last 90 days.");
  return { from: Math.floor(from / day) * day, to: Math.min(Math.ceil(to / day) * day, nextMidnight(state)) };
}

const nextMidnight = (state: State): number => (Math.floor(state.now() / day) + 1) * day;

function readTime(name: string, value: unknown, inTimezone: boolean): number {
  const text = String(value);
  if (inTimezone && /^\d{4}-\d{2}-\d{2}$/.test(text)) return Date.parse(text);
  if (!inTimezone && /^\d+$/.test(text)) return Number(text) * 1000;
  throw refuse(
    100,
    `Param ${name} must be ${inTimezone ? "a date in the form YYYY-MM-DD" : "unix seconds"}.`,
  );
}

function splitIntoDays({ from, to }: Span): Span[] {
  const count = Math.max(0, Math.round((to - from) / day));
  return Array.from({ length: count }, (_, index) => ({
    from: from + index * day,
    to: from + (index + 1) * day,
  }));
}

/** One data point a day, for all templates that are counted together. */
function toDataPoints(
  state: State,
  { span, metrics, product }: Query,
  key: Json,
  templateIds: readonly string[],
): Json[] {
  const messages = findMessages(state, { templateIds, isMarketing: product !== "CLOUD_API" });
  return splitIntoDays(span).map((one) => {
    const figures = Object.entries(measure(messages, one));
    const wanted = figures.filter(([name]) => metrics.length === 0 || metrics.includes(name.toUpperCase()));
    return { ...key, start: one.from / 1000, end: one.to / 1000, ...Object.fromEntries(wanted) };
  });
}

function toAnswer(call: GraphCall, { product, inTimezone }: Query, data_points: Json[]): Json {
  const data = [{ granularity: "DAILY", product_type: product, data_points }];
  return { ...paginate(call, data, {}), ...(inTimezone ? { waba_timezone: "Etc/UTC" } : {}) };
}

/** Reads the requested ids, which must all be known. */
function readKnownIds(name: string, value: unknown, isKnown: (id: string) => boolean): string[] {
  const ids = readIds(name, value, 10);
  if (!ids.every(isKnown)) throw refuse(100, `Param ${name} has an id that does not exist in the account.`);
  return ids;
}

function analytics(call: GraphCall): Json {
  const { state } = call;
  const { templates } = state.account(call.id);
  const parameters = readParameters(call);
  const asked = readQuery(call, parameters);
  const ids = readKnownIds("template_ids", parameters.template_ids, (id) => templates.get(id) !== undefined);
  return toAnswer(
    call,
    asked,
    ids.flatMap((template_id) => toDataPoints(state, asked, { template_id }, [template_id])),
  );
}

function groupAnalytics(call: GraphCall): Json {
  const { state } = call;
  const { groups } = state.account(call.id);
  const parameters = readParameters(call);
  const asked = readQuery(call, parameters);
  const ids = readKnownIds("template_group_ids", parameters.template_group_ids, (id) => groups.has(id));
  return toAnswer(
    call,
    asked,
    ids.flatMap((template_group_id) =>
      toDataPoints(state, asked, { template_group_id }, groups.get(template_group_id)?.templates ?? []),
    ),
  );
}

/** Totals of the last 90 days. Meta documents the parameters of this call, but not its response. */
function performance(call: GraphCall): Json {
  const { state } = call;
  checkInsights(call);
  const { name, template_id } = readParameters(call);
  const found = findTemplates(state.account(call.id), name, template_id);
  const span = { from: state.now() - 90 * day, to: state.now() + 1 };
  const data = found.map(({ id, name: its, language }) => ({
    template_id: id,
    name: its,
    language,
    ...measure(findMessages(state, { templateIds: [id] }), span),
  }));
  return { data };
}

function findTemplates({ templates }: BusinessAccount, name: unknown, id: unknown) {
  if (name === undefined && id === undefined)
    throw refuse(100, "The parameter name or template_id is required.");
  return templates
    .all()
    .filter(
      (one) => (name === undefined || one.name === name) && (id === undefined || one.id === String(id)),
    );
}

export const templateAnalyticsRoutes: readonly Route[] = [
  { method: "GET", node: "business-account", edge: "template_analytics", answer: analytics },
  { method: "GET", node: "business-account", edge: "template_group_analytics", answer: groupAnalytics },
  { method: "GET", node: "business-account", edge: "template_performance_metrics", answer: performance },
];
