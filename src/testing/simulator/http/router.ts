import { graphApiVersion } from "../../../core/version.ts";
import { type Json, parseJson } from "../../../utils/json.ts";
import { notSimulated } from "../endpoints/not-simulated.ts";
import { refuse, unsupported } from "../errors.ts";
import type { NodeKind } from "../records.ts";
import type { State } from "../state.ts";
import { readFields } from "./parameters.ts";

/** A call whose address, token and body have been read. */
export interface GraphCall {
  state: State;
  method: string;
  url: URL;
  /** The node in the path. */
  id: string;
  headers: Headers;
  /** The body as it arrived. */
  bytes: Uint8Array;
  /** The parameters in the body. */
  body: Json;
}

/** One endpoint: an edge of a kind of node. The answer is sent as JSON with status 200. */
export interface Route {
  method: "GET" | "POST" | "DELETE";
  node: NodeKind;
  /** Empty for the node itself; `message_qrdls/*` for whatever is below an edge. */
  edge: string;
  /** The WhatsApp permissions that a token needs. Default: `management`. */
  permission?: "messaging" | "management" | "both" | "either" | "none";
  answer: (call: GraphCall) => Json | Promise<Json>;
}

/** A parsed path. */
export interface Address {
  id: string;
  edge: string;
}

const versionPattern = /^v\d+\.\d+$/;

/** Parses `/v26.0/{id}/{edge}`, or the same without a version. A base URL that ends with `/` does no harm, and neither does a path that does. */
export function parseAddress({ pathname, searchParams }: URL): Address {
  const parts = toParts(pathname);
  const [id = "", ...edge] = versionPattern.test(parts[0] ?? "") ? parts.slice(1) : parts;
  if (searchParams.has("date_format")) throw refuse(100, "The parameter date_format no longer exists.");
  if (id === "") throw refuse(100, "The path must have a node id: /v26.0/{id}/{edge}.");
  return { id: nodeId(decodePart(id), searchParams), edge: edge.map(decodePart).join("/") };
}

/** Tokens come from where nobody needs one. */
export const needsToken = ({ id }: Address): boolean => id !== "oauth";

const toParts = (pathname: string): string[] => pathname.replace(/^\/+|\/$/g, "").split("/");

function decodePart(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw refuse(100, "The path has a % that is not followed by two hexadecimal digits. Write %25 for it.");
  }
}

const oldestVersion = 21;

/** The version that serves a path: the newest one if it names none, and the oldest that still works if its own has ended. */
export function findServedVersion({ pathname }: URL): string {
  const [requested = ""] = toParts(pathname);
  if (!versionPattern.test(requested)) return graphApiVersion;
  return Number.parseInt(requested.slice(1), 10) < oldestVersion ? `v${oldestVersion}.0` : requested;
}

/** The signature of an upload session belongs to its id. */
function nodeId(id: string, query: URLSearchParams): string {
  const signature = query.get("sig");
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

const credentials = ["access_token", "appsecret_proof", "sig"];

/** Reads the parameters from query and body: Graph accepts them anywhere. */
export function readParameters({ url, body }: Pick<GraphCall, "url" | "body">): Json {
  const parameters = { ...readFields(url.searchParams), ...body };
  return Object.fromEntries(Object.entries(parameters).filter(([name]) => !credentials.includes(name)));
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
  const unexpected = names.find((name) => !Object.hasOwn(node, name));
  if (unexpected !== undefined) throw refuse(100, `Tried accessing nonexisting field (${unexpected}).`);
  const picked = Object.fromEntries(names.map((name) => [name, node[name]]));
  return JSON.parse(JSON.stringify({ ...picked, id: node.id }));
}
