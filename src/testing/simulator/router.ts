import { refuse, unsupported } from "./errors.ts";
import { isObject, type Json, parseJson } from "./json.ts";
import type { NodeKind, State } from "./state.ts";

/** A call that is addressed, authorised and read. */
export interface GraphCall {
  state: State;
  method: string;
  url: URL;
  /** The node in the path. */
  id: string;
  headers: Headers;
  bytes: Uint8Array;
}

/** One endpoint: an edge of a kind of node. The answer is sent as JSON with status 200. */
export interface Route {
  method: "GET" | "POST" | "DELETE";
  node: NodeKind;
  /** Empty for the node itself; `message_qrdls/*` for whatever is below an edge. */
  edge: string;
  answer: (call: GraphCall) => Json | Promise<Json>;
}

/** Where a path leads. */
export interface Address {
  version: string;
  id: string;
  edge: string;
}

/** Where a host of its own, api.facebook.com, takes paths without a version. */
const versionless = /^\/[^/]+\/message_templates\/(un)?archive$/;

/** Reads `/v25.0/{id}/{edge}`. */
export function addressOf(url: URL): Address {
  const path = versionless.test(url.pathname) ? `/v0.0${url.pathname}` : url.pathname;
  const [version = "", id, ...edge] = path.split("/").slice(1);
  if (!/^v\d+\.\d+$/.test(version)) {
    throw refuse(
      100,
      "The path must begin with a version, as in /v25.0. (Meta would serve the app's default one.)",
    );
  }
  if (id === undefined || id === "") throw refuse(100, "The path must name a node after the version.");
  return { version, id: nodeId(decodeURIComponent(id), url), edge: edge.map(decodeURIComponent).join("/") };
}

/** The signature of an upload session belongs to its id. */
function nodeId(id: string, url: URL): string {
  const signature = url.searchParams.get("sig");
  if (!id.startsWith("upload:")) return id;
  // An escaped question mark is part of a name, and no session has that name.
  return signature === null ? id.replaceAll("?", "%3F") : `${id}?sig=${signature}`;
}

/** The endpoint of an address. */
export function routeOf(
  routes: readonly Route[],
  state: State,
  method: string,
  { id, edge }: Address,
): Route {
  const node = state.kindOf(id);
  const isEdge = (pattern: string) =>
    pattern.endsWith("/*") ? edge.startsWith(pattern.slice(0, -1)) : edge === pattern;
  const route = routes.find((one) => one.method === method && one.node === node && isEdge(one.edge));
  if (route !== undefined) return route;
  if (node === undefined && !/^[\w:.?=-]*\d/.test(id))
    throw refuse(803, `(#803) alias does not exist: ${id}`);
  throw unsupported(method, id);
}

const isJson = (headers: Headers): boolean =>
  /^application\/(.+\+)?json\b/i.test(headers.get("content-type") ?? "");

/** The JSON body. A body that does not declare itself as JSON is not looked at, as Graph does. */
export function jsonOf({ headers, bytes }: Pick<GraphCall, "headers" | "bytes">): Json {
  if (!isJson(headers)) return {};
  const body = parseJson(new TextDecoder().decode(bytes));
  if (!isObject(body)) throw refuse(100, "The body is not a JSON object.");
  const { access_token: _, appsecret_proof: __, ...rest } = body;
  return rest;
}

const credentials = new Set(["access_token", "appsecret_proof", "sig"]);

/** Parameters from the query, a form or a JSON body: Graph takes them from anywhere. */
export function parametersOf(call: GraphCall): Json {
  const isForm = call.headers.get("content-type")?.startsWith("application/x-www-form-urlencoded");
  const form = isForm === true ? [...new URLSearchParams(new TextDecoder().decode(call.bytes))] : [];
  const given = [...call.url.searchParams, ...form].filter(([name]) => !credentials.has(name));
  return { ...Object.fromEntries(given), ...jsonOf(call) };
}

/** Ids are numbers too large for JSON's: they are read as text. */
const withTexts = (list: string): string => list.replace(/(?<=[[,]\s*)\d+(?=\s*[\],])/g, '"$&"');

/** A list in a query: `a`, `a,b`, `["a","b"]`, or `[1,2]`. */
export function listParameter(value: unknown): string[] {
  if (value === undefined) return [];
  const parsed = typeof value === "string" ? (parseJson(withTexts(value)) ?? value) : value;
  if (Array.isArray(parsed)) return parsed.map(String);
  return String(value)
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "");
}

/** A list of ids in a query or body, each once: one at least, and `most` at most. */
export function idsParameter(name: string, value: unknown, most: number): string[] {
  const ids = listParameter(value);
  if (ids.length >= 1 && ids.length <= most) return [...new Set(ids)];
  throw refuse(100, `Param ${name} must have between 1 and ${most} ids.`);
}

/** The node's fields that were asked for, or the default ones; `id` always. */
export function pickFields(node: Json, requested: unknown, byDefault: readonly string[]): Json {
  const plain = String(requested ?? "").replace(/\{[^}]*\}|\([^)]*\)|\.\w+/g, "");
  const names = requested === undefined ? byDefault : listParameter(plain);
  const stranger = names.find((name) => !(name in node));
  if (stranger !== undefined) throw refuse(100, `Tried accessing nonexisting field (${stranger}).`);
  const picked = Object.fromEntries(names.map((name) => [name, node[name]]));
  return JSON.parse(JSON.stringify({ ...picked, id: node.id }));
}
