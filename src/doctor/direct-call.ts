import { responseError } from "../core/api-error.ts";
import { redactor } from "../core/redact.ts";
import type { Fetch, FetchResponse } from "../core/transport/fetch.ts";
import { toUrl } from "../core/transport.ts";
import { version } from "../core/version.ts";
import { ConnectionError } from "../errors.ts";
import { hmacSha256 } from "../utils/hash.ts";
import { parseJson } from "../utils/json.ts";
import { toReason } from "./reason.ts";

/** The options of the client that a call needs. */
export interface Connection {
  baseUrl: string;
  apiVersion: string;
  appSecret: string | undefined;
  timeoutMs: number;
  fetch: Fetch | undefined;
}

/** A call that does not go through the client, whose layers would see its token. */
export interface DirectCall {
  path: string;
  query: Record<string, string>;
  token: string;
  signal: AbortSignal | undefined;
}

/**
 * Reads an edge with another token than the client's.
 *
 * @throws `ApiError` or `ConnectionError`, as calls of the client.
 */
export async function callDirectly(
  connection: Connection,
  { path, query, token, signal }: DirectCall,
): Promise<unknown> {
  const { appSecret } = connection;
  const proof: Record<string, string> =
    appSecret === undefined ? {} : { appsecret_proof: await hmacSha256(appSecret, token) };
  const headers = { authorization: `Bearer ${token}` };
  const address = { path, query: { ...query, ...proof } };
  const response = await fetchGraph(connection, address, { headers, signal });
  const body = parseJson(await response.text());
  if (response.ok) return body;
  const redact = redactor({ path, query, headers });
  throw responseError({ status: response.status, headers: new Headers([...response.headers]), body }, redact);
}

/** Sends a request to the Graph API. */
export async function fetchGraph(
  connection: Connection,
  address: Pick<DirectCall, "path" | "query">,
  { headers, signal }: { headers: Record<string, string>; signal: AbortSignal | undefined },
): Promise<FetchResponse> {
  const fetch: Fetch = connection.fetch ?? globalThis.fetch;
  try {
    return await fetch(toUrl(address, connection), {
      method: "GET",
      headers: { "user-agent": `wacloud/${version}`, ...headers },
      redirect: "manual",
      signal: withTimeout(connection.timeoutMs, signal),
    });
  } catch (error) {
    signal?.throwIfAborted();
    throw new ConnectionError(`${new URL(connection.baseUrl).host} does not answer: ${toReason(error)}.`, {
      cause: error,
    });
  }
}

/** A signal that is also aborted after a time. */
export function withTimeout(milliseconds: number, signal: AbortSignal | undefined): AbortSignal {
  const timeout = AbortSignal.timeout(milliseconds);
  return signal === undefined ? timeout : AbortSignal.any([timeout, signal]);
}
