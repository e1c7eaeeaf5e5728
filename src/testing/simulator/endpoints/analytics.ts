import type { Json } from "../../../utils/json.ts";
import {
  findOccurrences,
  type Grouping,
  listGroupOccurrences,
  type Occurrence,
  toDataPoints,
} from "../analytics.ts";
import { refuse } from "../errors.ts";
import { paginate } from "../http/paging.ts";
import { type GraphCall, type Route, readList, readParameters } from "../http/router.ts";
import type { Span } from "../templates/analytics.ts";

/** What a field of analytics takes besides `start`, `end`, `granularity`, `phone_numbers` and `country_codes`. */
interface Report {
  granularities: readonly string[];
  /** What it counts, in lower case. */
  metrics: readonly string[];
  /** The key of data points that each filter is about. */
  filters: Readonly<Record<string, string>>;
  /** The key of data points that each dimension stands for. */
  dimensions: Readonly<Record<string, string>>;
}

const places = { COUNTRY: "country", PHONE: "phone_number" };
const products = ["0", "2", "100"];
const billed = ["DAILY", "HALF_HOUR", "MONTHLY"];

const reports: Readonly<Record<string, Report>> = {
  analytics: {
    granularities: ["DAY", "HALF_HOUR", "MONTH"],
    metrics: [],
    filters: { product_types: "product" },
    dimensions: {},
  },
  conversation_analytics: {
    granularities: billed,
    metrics: ["cost", "conversation"],
    filters: {
      conversation_categories: "conversation_category",
      conversation_types: "conversation_type",
      conversation_directions: "conversation_direction",
    },
    dimensions: {
      ...places,
      CONVERSATION_CATEGORY: "conversation_category",
      CONVERSATION_DIRECTION: "conversation_direction",
      CONVERSATION_TYPE: "conversation_type",
    },
  },
  pricing_analytics: {
    granularities: billed,
    metrics: ["cost", "volume"],
    filters: { pricing_types: "pricing_type", pricing_categories: "pricing_category", tiers: "tier" },
    dimensions: {
      ...places,
      PRICING_CATEGORY: "pricing_category",
      PRICING_TYPE: "pricing_type",
      TIER: "tier",
    },
  },
  call_analytics: {
    granularities: billed,
    metrics: ["count", "cost", "average_duration"],
    filters: { directions: "direction", tiers: "tier" },
    dimensions: { ...places, DIRECTION: "direction", TIER: "tier" },
  },
};

const expansion = new RegExp(`(?<![\\w.])(${Object.keys(reports).join("|")})((?:\\.\\w+\\([^)]*\\))+)`, "g");

/** Takes analytics out of the requested fields, and reports them. A report without data is left out. */
export function takeAnalytics(call: GraphCall, fields: unknown): { found: Json; others: unknown } {
  if (typeof fields !== "string") return { found: {}, others: fields };
  const found: Json = {};
  const others = fields.replace(expansion, (_, name: string, given: string) => {
    const report = readReport(call, name, given);
    if (report !== undefined) found[name] = report;
    return "";
  });
  return { found, others };
}

function readReport(call: GraphCall, name: string, given: string): Json | undefined {
  const parameters = Object.fromEntries(
    [...given.matchAll(/\.(\w+)\(([^)]*)\)/g)].map(([, key = "", value]) => [key, value]),
  );
  const report = reports[name] as Report;
  const grouping = readGrouping(parameters, report);
  const occurrences = findOccurrences[name]?.(call.state, call.id) ?? [];
  const data_points = toDataPoints(filter(occurrences, parameters, report), grouping);
  if (data_points.length === 0) return undefined;
  const { granularity } = grouping;
  if (name === "analytics") return { ...describeNumbers(call, parameters), granularity, data_points };
  return name === "call_analytics" ? { granularity, data_points } : { data: [{ data_points }] };
}

const describeNumbers = ({ state, id }: GraphCall, { phone_numbers }: Json): Json => {
  const named = readList(phone_numbers);
  const numbers =
    named.length > 0 ? named : state.listNumbers(id).map(({ displayPhoneNumber }) => displayPhoneNumber);
  return { phone_numbers: numbers };
};

const known = ["start", "end", "granularity", "phone_numbers", "country_codes", "metric_types", "dimensions"];

function readGrouping(parameters: Json, report: Report): Grouping {
  const unknown = Object.keys(parameters).find((name) => !known.includes(name) && !(name in report.filters));
  if (unknown !== undefined) throw refuse(100, `Unknown filter ${unknown}.`);
  const granularity = String(parameters.granularity);
  if (!report.granularities.includes(granularity))
    throw refuse(100, `Param granularity must be one of {${report.granularities.join(", ")}}.`);
  readWords(parameters, "product_types", products);
  const dimensions = readWords(parameters, "dimensions", Object.keys(report.dimensions));
  const metrics = readWords(
    parameters,
    "metric_types",
    report.metrics.map((name) => name.toUpperCase()),
  );
  return {
    span: readSpan(parameters),
    granularity,
    dimensions: dimensions.flatMap((name) => report.dimensions[name] ?? []),
    metrics: metrics.map((name) => name.toLowerCase()),
  };
}

function readWords(parameters: Json, name: string, allowed: readonly string[]): string[] {
  const words = readList(parameters[name]).map((word) => word.toUpperCase());
  const unexpected = words.find((word) => !allowed.includes(word));
  if (unexpected === undefined) return words;
  throw refuse(100, `Param ${name} must be of {${allowed.join(", ")}}.`);
}

function readSpan({ start, end }: Json): Span {
  const [from, to] = [start, end].map((value) =>
    /^\d{1,11}$/.test(String(value)) ? Number(value) * 1000 : undefined,
  );
  if (from === undefined || to === undefined) throw refuse(100, "Params start and end must be unix seconds.");
  if (to <= from) throw refuse(100, "Param end must be after start.");
  return { from, to };
}

/** What customers wrote is only counted on request. */
function filter(occurrences: readonly Occurrence[], parameters: Json, { filters }: Report): Occurrence[] {
  const all = { ...filters, phone_numbers: "phone_number", country_codes: "country" };
  const byDefault = filters.product_types === undefined ? {} : { product_types: "0,2" };
  const given = Object.entries({ ...byDefault, ...parameters });
  const rules = given.flatMap(([name, value]) => {
    const values = readList(value).map((one) => (name === "phone_numbers" ? one.replace(/\D/g, "") : one));
    return name in all && values.length > 0 ? [{ key: all[name as keyof typeof all], values }] : [];
  });
  return occurrences.filter(({ about }) =>
    rules.every(({ key, values }) => values.includes(about[key ?? ""] ?? "")),
  );
}

const groupMetrics: Readonly<Record<string, string>> = {
  SENT: "sent",
  DELIVERED: "delivered",
  READ: "read",
  PARTICIPANTS_JOINED: "joined",
  PARTICIPANTS_LEFT: "left",
};

function readGroup(call: GraphCall): Json {
  const parameters = readParameters(call);
  const ids = readList(parameters.group_ids);
  const [group_id = ""] = ids;
  const { granularity = "DAILY" } = parameters;
  if (String(granularity).toUpperCase() !== "DAILY") throw refuse(100, "Param granularity must be DAILY.");
  if (ids.length !== 1) throw refuse(100, "Param group_ids must have exactly one id.");
  const owner = call.state.groups.get(group_id)?.phoneNumberId ?? "";
  if (call.state.numbers.get(owner)?.businessAccountId !== call.id)
    throw refuse(131041, "The group is unknown to this account.");
  const metrics = readWords(parameters, "metric_types", Object.keys(groupMetrics));
  if (metrics.length === 0) throw refuse(100, "The parameter metric_types is required.");
  const grouping = { span: readSpan(parameters), granularity: "DAILY", dimensions: [] };
  const wanted = metrics.map((name) => groupMetrics[name] ?? "");
  const points = toDataPoints(listGroupOccurrences(call.state, group_id), { ...grouping, metrics: wanted });
  const data_points = points.map((point) => ({ group_id, ...point }));
  return paginate(call, data_points.length === 0 ? [] : [{ granularity: "DAILY", data_points }], parameters);
}

export const analyticsRoutes: readonly Route[] = [
  {
    method: "GET",
    node: "business-account",
    edge: "group_analytics",
    answer: readGroup,
  },
];
