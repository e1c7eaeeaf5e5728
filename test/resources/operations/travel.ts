import { type Operation, toMethod } from "./operation.ts";
import type { World } from "./worlds.ts";

/** The input of an operation, as the caller wrote it. */
export type Input = Record<string, unknown>;

/** A request, as anybody could send it. */
export interface Travelling {
  method: string;
  path: string;
  query: Record<string, string>;
  body: Input | undefined;
}

/** Lists that are an argument of their own, and what they are called when they travel. */
export const lists: Readonly<Record<string, string>> = {
  "blockedUsers.block": "block_users",
  "blockedUsers.unblock": "block_users",
  "groups.approveJoinRequests": "join_requests",
  "groups.rejectJoinRequests": "join_requests",
  "groups.removeParticipants": "participants",
};

const isObject = (value: unknown): value is Input =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** A value with what it names by the names of a world. */
export function rename<T>(value: T, names: Record<string, string>): T;
export function rename(value: unknown, names: Record<string, string>): unknown {
  if (typeof value === "string") return names[value] ?? value;
  if (Array.isArray(value)) return value.map((one) => rename(one, names));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, rename(one, names)]));
}

/** A cursor is Meta's: nobody makes one up. */
export const isCursor = (key: string): boolean => key === "after" || key === "before";

/** The request of a row, as it stands there. */
function readTarget(operation: Operation): Travelling {
  const [method = "", target = ""] = operation.request.split(/ (.*)/s);
  const [path = "", query = ""] = target.split(/\?(.*)/s);
  const fields = query === "" ? [] : query.split("&").map((field) => field.split(/=(.*)/s));
  const lasting = fields.filter(([key = ""]) => !isCursor(key));
  const form = operation.text && Object.fromEntries(new URLSearchParams(operation.text));
  const body = (operation.body ?? form) as Input | undefined;
  return { method, path, query: Object.fromEntries(lasting), body };
}

/** The same in a world. */
function readRow(operation: Operation, { simulator, phoneNumberId, names }: World): Travelling {
  const { businessAccountId, appId } = simulator.clientOptions;
  const all = { ...names, "{N}": phoneNumberId, "{A}": businessAccountId, "{P}": appId };
  const { method, path, query, body } = readTarget(operation);
  const steps = path.split("/").map((step) => rename(step, all));
  return { method, path: steps.join("/"), query: rename(query, all), body: rename(body, names) };
}

function toQueryText(key: string, value: unknown): string {
  if (key === "fields" && Array.isArray(value)) return value.join(",");
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

/** What was written in `given` is in `body`, perhaps with more beside it. */
function isIn(body: unknown, given: unknown): boolean {
  if (isObject(body) && isObject(given))
    return Object.entries(given).every(([key, value]) => isIn(body[key], value));
  return JSON.stringify(body) === JSON.stringify(given);
}

const analytics = /^(\w*analytics)\.start\(/;

/** What the client writes in another form: an object as text, a code without its dash. */
const rewritten = new Set(["flow_json", "code"]);

/** Which keys of the input of a row travel under their own name. */
export function findTravelling(operation: Operation, input: Input): string[] {
  const { query, body } = readTarget(operation);
  if (analytics.test(query.fields ?? "") || toMethod(operation) in lists) return Object.keys(input);
  const travels = ([key, value]: [string, unknown]) =>
    key in query || (body !== undefined && key in body && (rewritten.has(key) || isIn(body[key], value)));
  return Object.entries(input).flatMap((entry) => (travels(entry) ? [entry[0]] : []));
}

/** The same object, with what the client adds beside what it was given. */
function merge(body: unknown, before: unknown, after: unknown): unknown {
  if (!isObject(body) || !isObject(before) || !isObject(after)) return after;
  const added = Object.entries(body).filter(([key]) => !(key in before));
  return { ...Object.fromEntries(added), ...after };
}

/** A list whose elements travel in another form keeps it. */
const resize = (body: unknown, before: unknown, after: unknown): unknown => {
  const [one] = body as unknown[];
  return (after as unknown[]).length === (before as unknown[]).length
    ? body
    : (after as unknown[]).map(() => one);
};

const withoutUndefined = <T extends Input>(value: T): T => JSON.parse(JSON.stringify(value));

/** The request of a row, with an input that has changed. Nothing checks it. */
export function travel(operation: Operation, before: Input, after: Input, world: World): Travelling {
  const row = readRow(operation, world);
  const [, report] = analytics.exec(row.query.fields ?? "") ?? [];
  if (report !== undefined) return { ...row, query: { fields: toReport(report, row.query.fields, after) } };
  const isList = toMethod(operation) in lists;
  const query: Input = { ...row.query };
  const body: Input = { ...row.body };
  for (const key of findTravelling(operation, before)) {
    const [old, value] = [rename(before[key], world.names), rename(after[key], world.names)];
    if (key in query) query[key] = value === undefined ? undefined : toQueryText(key, value);
    else if (isList) body[key] = resize(body[key], old, value);
    else if (key === "flow_json" && typeof value !== "string") body[key] = JSON.stringify(value);
    else body[key] = merge(body[key], old, value);
  }
  return {
    ...row,
    query: withoutUndefined(query) as Record<string, string>,
    body: row.body && withoutUndefined(body),
  };
}

/** `analytics.start(1).end(2).granularity(DAY)`; the client says the granularity where the caller does not. */
function toReport(name: string, row = "", filters: Input): string {
  const granularity = /granularity\((\w+)\)/.exec(row)?.[1];
  const given = Object.entries({ granularity, ...withoutUndefined(filters) });
  return name + given.map(([key, value]) => `.${key}(${toQueryText(key, value)})`).join("");
}
