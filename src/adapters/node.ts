import { createWebhookHandler, type WebhookHandler } from "../webhooks/handler.ts";
import { defaultMaxBodyBytes, type WebhookOptions } from "../webhooks/options.ts";
import { readBody } from "./read-body.ts";

/** What is needed of node:http's `IncomingMessage`. */
export interface NodeRequest extends AsyncIterable<Uint8Array> {
  method?: string | undefined;
  url?: string | undefined;
  headers: Readonly<Record<string, string | string[] | undefined>>;
}

/** What is needed of node:http's `ServerResponse`. */
export interface NodeResponse {
  writeHead(status: number, headers: Record<string, string>): unknown;
  end(body: string): unknown;
}

/**
 * The webhook as a request listener of node:http.
 *
 * @throws `ConfigurationError` at once when a secret is missing or an option is wrong.
 *
 * @example
 * createServer(nodeWebhook({ ...webhookOptionsFromEnv(), on: { message: answer } })).listen(3000);
 */
export function nodeWebhook(
  options: WebhookOptions,
): (request: NodeRequest, response: NodeResponse) => Promise<void> {
  const handle = createWebhookHandler(options);
  const { maxBodyBytes = defaultMaxBodyBytes } = options;
  return async (request, response) => {
    const rawBody = await readBody(request, maxBodyBytes).catch(() => undefined);
    if (rawBody !== undefined) await answer(handle, request, rawBody, response); // else the sender has gone
  };
}

/** Lets the handler see a request of node:http and its kin, and writes its reply. */
export async function answer(
  handle: WebhookHandler,
  { method = "GET", url = "/", headers }: Pick<NodeRequest, "method" | "url" | "headers">,
  rawBody: string | Uint8Array,
  response: NodeResponse,
): Promise<void> {
  const query = new URL(url, "http://localhost").searchParams;
  const reply = await handle({ method, query, headers, rawBody });
  response.writeHead(reply.status, reply.headers);
  response.end(reply.body);
}
