import { isObject, type Json, parseJson } from "../../../utils/json.ts";
import { notSimulated } from "../endpoints/not-simulated.ts";
import { refuse, unsupported } from "../errors.ts";
import type { NodeKind } from "../records.ts";
import type { State } from "../state.ts";

/** A call whose address, token and body have been read. */
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

/** A parsed path. */
export interface Address {
  id: string;
  edge: string;
}

/** The version that a path begins with. */
export const findVersion = (path: string): string | undefined => /^\/(v\d+\.\d+)(?:\/|$)/.exec(path)?.[1];

/** Parses `/v25.0/{id}/{edge}`, with or without the version. */
export function parseAddress(url: URL): Address {
  const start = findVersion(url.pathname) === undefined ? 1 : 2;
  const [id, ...edge] = url.pathname.split("/").slice(start);
  if (id === undefined || id === "") throw refuse(100, "The path has no node id.");
  return { id: nodeId(decodeURIComponent(id), url), edge: edge.map(decodeURIComponent).join("/") };
}

/** The signature of an upload session belongs to its id. */
function nodeId(id: string, url: URL): string {
  const signature = url.searchParams.get("sig");
  if (!id.startsWith("upload:")) return id;
  // An escaped question mark is part of the name, and no session has such a name.
  return signature === null ? id.replaceAll("?", "%3F") : `${id}?sig=${signature}`;
}

/** Finds the endpoint of an address. */
export function findRoute(
  routes: readonly Route[],
  state: State,
  method: string,
  { id, edge }: Address,
): Route {
  const node = state.findNodeKind(id);
  const isEdge = (pattern: string) =>
    pattern.endsWith("/*") ? edge.startsWith(pattern.slice(0, -1)) : edge === pattern;
  const route = routes.find((one) => one.method === method && one.node === node && isEdge(one.edge));
  if (route !== undefined) return route;
  const missing = notSimulated({ method, node, id, edge });
  if (missing !== undefined) throw missing;
  if (node === undefined && !/^[\w:.?=-]*\d/.test(id))
    throw refuse(803, `(#803) alias does not exist: ${id}`);
  throw unsupported(method, id);
}

const isJson = (headers: Headers): boolean =>
  /^application\/(.+\+)?json\b/i.test(headers.get("content-type") ?? "");

/** Reads the JSON body. Like Graph, ignores a body without a JSON content type. */
export function readJson({ headers, bytes }: Pick<GraphCall, "headers" | "bytes">): Json {
  if (!isJson(headers)) return {};
  const body = parseJson(new TextDecoder().decode(bytes));
  if (!isObject(body)) throw refuse(100, "The body is not a JSON object.");
  const { access_token: _, appsecret_proof: __, ...rest } = body;
  return rest;
}

const credentials = new Set(["access_token", "appsecret_proof", "sig"]);

/** Reads the parameters from query, form and JSON body: Graph accepts them anywhere. */
export function readParameters(call: GraphCall): Json {
  const isForm = call.headers.get("content-type")?.startsWith("application/x-www-form-urlencoded");
  const form = isForm === true ? [...new URLSearchParams(new TextDecoder().decode(call.bytes))] : [];
  const given = [...call.url.searchParams, ...form].filter(([name]) => !credentials.has(name));
  return { ...Object.fromEntries(given), ...readJson(call) };
}

/** Quotes bare ids in a list: as JSON numbers they would lose digits. */
const withTexts = (list: string): string => list.replace(/(?<=[[,]\s*)\d+(?=\s*[\],])/g, '"$&"');

/** Reads a list: `a`, `a,b`, `["a","b"]` or `[1,2]`. */
export function readList(value: unknown): string[] {
  if (value === undefined) return [];
  const parsed = typeof value === "string" ? (parseJson(withTexts(value)) ?? value) : value;
  if (Array.isArray(parsed)) return parsed.map(String);
  return String(value)
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "");
}

/** Reads a list of 1 to `max` ids, without duplicates. */
export function readIds(name: string, value: unknown, max: number): string[] {
  const ids = readList(value);
  if (ids.length >= 1 && ids.length <= max) return [...new Set(ids)];
  throw refuse(100, `Param ${name} must have between 1 and ${max} ids.`);
}

/** Picks the requested fields of a node, or the default ones. `id` is always included. */
export function pickFields(node: Json, requested: unknown, byDefault: readonly string[]): Json {
  const plain = String(requested ?? "").replace(/\{[^}]*\}|\([^)]*\)|\.\w+/g, "");
  const names = requested === undefined ? byDefault : readList(plain);
  const unexpected = names.find((name) => !(name in node));
  if (unexpected !== undefined) throw refuse(100, `Tried accessing nonexisting field (${unexpected}).`);
  const picked = Object.fromEntries(names.map((name) => [name, node[name]]));
  return JSON.parse(JSON.stringify({ ...picked, id: node.id }));
}
