import type { Json } from "../../../utils/json.ts";
import { toSeconds } from "../clock.ts";
import { refuse } from "../errors.ts";
import { paginate } from "../http/paging.ts";
import { type GraphCall, pickFields, type Route, readList, readParameters } from "../http/router.ts";

const maxLimit = 100;
const longestSeconds = 90 * 86_400;

/** Seconds: of a number, or of a date. */
function readTime(name: string, value: unknown): number | undefined {
  if (value === undefined) return undefined;
  const seconds = /^\d+$/.test(String(value)) ? Number(value) : Date.parse(String(value)) / 1000;
  if (Number.isNaN(seconds)) throw refuse(100, `Param ${name} must be a time.`);
  return seconds;
}

/** What was done in the account, the newest first. */
function list(call: GraphCall): Json {
  const { state, id } = call;
  const parameters = readParameters(call);
  const since = readTime("since", parameters.since);
  const until = readTime("until", parameters.until);
  checkSpan(since ?? 0, until ?? since ?? 0, since !== undefined);
  if (Number(parameters.limit ?? 1) > maxLimit) throw refuse(100, `Param limit must be at most ${maxLimit}.`);
  const types = readList(parameters.activity_type);
  const found = state.account(id).activities.filter(({ at, activity_type }) => {
    const seconds = at / 1000;
    const isInTime = seconds >= (since ?? 0) && seconds <= (until ?? Number.POSITIVE_INFINITY);
    return isInTime && (types.length === 0 || types.includes(activity_type));
  });
  const nodes = found.toReversed().map(({ at, ...activity }) => {
    const node = { ...activity, timestamp: String(toSeconds(at)), actor_type: "API", ...absent };
    return pickFields(node, parameters.fields, ["activity_type", "timestamp", "actor_type"]);
  });
  return paginate(call, nodes, parameters);
}

/** Fields that exist and are not set. */
const absent = Object.fromEntries(
  ["actor_id", "actor_name", "description", "details", "ip_address", "user_agent"].map((name) => [
    name,
    undefined,
  ]),
);

function checkSpan(since: number, until: number, hasStart: boolean): void {
  if (until < since) throw refuse(100, "Param until must not be before since.");
  if (hasStart && until - since > longestSeconds)
    throw refuse(100, "Param until must be at most 90 days after since.");
}

export const activityRoutes: readonly Route[] = [
  { method: "GET", node: "business-account", edge: "activities", answer: list },
];
