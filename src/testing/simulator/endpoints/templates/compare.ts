import type { Json } from "../../../../utils/json.ts";
import { refuse } from "../../errors.ts";
import { type GraphCall, type Route, readList, readParameters } from "../../http/router.ts";
import { countMessages, findMessages, type Span } from "../../templates/analytics.ts";
import { findTemplate } from "./read.ts";

const day = 24 * 60 * 60; // in seconds
const windowSeconds = [7, 30, 60, 90].map((days) => days * day);
const minSends = 1000;

/** Metrics of a template within the window. */
interface Performance {
  id: string;
  sends: number;
  blocks: number;
  topReason: string;
}

/** Compares two templates of one account, if both were sent often enough. */
function compare(call: GraphCall): Json {
  const { state } = call;
  const template = findTemplate(call);
  const { template_ids, start, end } = readParameters(call);
  const [otherId, ...rest] = readList(template_ids);
  const other = state.account(template.businessAccountId).templates.get(otherId ?? "");
  if (other === undefined || other === template || rest.length > 0) {
    throw refuse(100, "Param template_ids must be one other template of the same account.");
  }
  const span = readSpan(state.now(), start, end);
  const records = [template.id, other.id].map((id) => measure(call, id, span));
  if (records.some(({ sends }) => sends < minSends)) {
    throw refuse(100, `Both templates must have been sent ${minSends} times within the window.`);
  }
  const byRate = [...records].sort((one, two) => one.blocks / one.sends - two.blocks / two.sends);
  return {
    data: [
      { metric: "BLOCK_RATE", type: "RELATIVE", order_by_relative_metric: byRate.map(({ id }) => id) },
      {
        metric: "MESSAGE_SENDS",
        type: "NUMBER_VALUES",
        number_values: records.map(({ id, sends }) => ({ key: id, value: sends })),
      },
      {
        metric: "TOP_BLOCK_REASON",
        type: "STRING_VALUES",
        string_values: records.map(({ id, topReason }) => ({ key: id, value: topReason })),
      },
    ],
  };
}

function readSpan(now: number, start: unknown, end: unknown): Span {
  const [from, to] = [Number(start), Number(end)];
  const isNow = Math.abs(to - now / 1000) < day;
  if (windowSeconds.includes(to - from) && isNow) return { from: from * 1000, to: (to + 1) * 1000 };
  throw refuse(100, "Params start and end must be exactly 7, 30, 60 or 90 days apart, and end must be now.");
}

function measure({ state }: GraphCall, id: string, span: Span): Performance {
  const messages = findMessages(state, { templateIds: [id] });
  const reasons = messages
    .flatMap(({ history }) => history)
    .filter(({ kind, at }) => kind === "blocked" && at >= span.from && at < span.to)
    .map(({ reason = "UNKNOWN_BLOCK_REASON" }) => reason);
  const countReason = (reason: string) => reasons.filter((one) => one === reason).length;
  const [topReason = "UNKNOWN_BLOCK_REASON"] = [...new Set(reasons)].sort(
    (one, two) => countReason(two) - countReason(one),
  );
  return { id, sends: countMessages(messages, "sent", span), blocks: reasons.length, topReason };
}

export const templateComparisonRoutes: readonly Route[] = [
  { method: "GET", node: "template", edge: "compare", answer: compare },
];
