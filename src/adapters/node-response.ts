import type { WebhookHandler } from "../webhooks/handler.ts";
import type { RawBody } from "../webhooks/raw-body.ts";
import { type NodeRequest, parseQuery } from "./node-request.ts";

/** The parts of node:http's `ServerResponse` that are used. */
export interface NodeResponse {
  statusCode: number;
  /** `node:http`'s own. */
  setHeader(name: string, value: string): unknown;
  /** `node:http`'s own: sends the response. */
  end(body: string): unknown;
}

/** Passes a request to the handler and sends its reply. */
export async function answer(
  handle: WebhookHandler,
  { method = "GET", url, headers }: Pick<NodeRequest, "method" | "url" | "headers">,
  rawBody: RawBody,
  response: NodeResponse,
): Promise<void> {
  const reply = await handle({ method, query: parseQuery(url), headers, rawBody });
  response.statusCode = reply.status;
  for (const [name, value] of Object.entries(reply.headers)) response.setHeader(name, value);
  response.end(reply.body);
}
