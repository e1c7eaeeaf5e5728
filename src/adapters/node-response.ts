import type { WebhookHandler } from "../webhooks/handler.ts";
import type { RawBody } from "../webhooks/raw-body.ts";
import { type NodeRequest, parseQuery } from "./node-request.ts";

/** What is needed of node:http's `ServerResponse`. */
export interface NodeResponse {
  statusCode: number;
  /** `node:http`'s own. */
  setHeader(name: string, value: string): unknown;
  /** `node:http`'s own: sends the answer. */
  end(body: string): unknown;
}

/** Shows a request to the handler, and writes its reply. */
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
