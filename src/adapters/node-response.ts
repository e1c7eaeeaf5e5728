import type { HttpReply, WebhookHead } from "../webhooks/http.ts";
import type { RawBody } from "../webhooks/raw-body.ts";
import { beginRequest } from "./incoming-request.ts";
import type { MountableHandler } from "./mountable.ts";
import { type NodeRequest, parseQuery, readBody } from "./node-request.ts";

/** The parts of node:http's `ServerResponse` that are used. */
export interface NodeResponse {
  statusCode: number;
  /** `node:http`'s own: whether something else has answered. */
  headersSent?: boolean | undefined;
  /** `node:http`'s own. */
  setHeader(name: string, value: string): unknown;
  /** `node:http`'s own: sends the response. */
  end(body: string): unknown;
}

/**
 * Passes a request to the handler and sends its reply. The body is read here, unless something else has kept it.
 * Nothing is sent to a sender who hung up, or after another response (that of a timeout, for example).
 */
export async function answer(
  handle: MountableHandler,
  request: NodeRequest,
  response: NodeResponse,
  kept?: RawBody,
): Promise<void> {
  const { method = "GET", url, headers } = request;
  const head = { method, query: parseQuery(url), headers };
  const reply = await (kept === undefined
    ? receive(handle, request, head)
    : handle({ ...head, rawBody: kept }));
  if (reply === undefined || response.headersSent) return;
  response.statusCode = reply.status;
  for (const [name, value] of Object.entries(reply.headers)) response.setHeader(name, value);
  response.end(reply.body);
}

async function receive(
  handle: MountableHandler,
  request: NodeRequest,
  head: WebhookHead,
): Promise<HttpReply | undefined> {
  const incoming = beginRequest(handle, head);
  return (await readBody(request, incoming.body)) ? incoming.reply() : undefined;
}
