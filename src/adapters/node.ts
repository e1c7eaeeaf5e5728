import { createWebhookHandler } from "../webhooks/handler.ts";
import { defaultMaxBodyBytes, type WebhookOptions } from "../webhooks/options.ts";
import { type NodeRequest, readBody } from "./node-request.ts";
import { answer, type NodeResponse } from "./node-response.ts";

export type { WebhookEvent } from "../types/webhooks/events.ts";
export type { NodeRequest, NodeResponse, WebhookOptions };

/** A request listener of node:http. */
export type NodeWebhook = (request: NodeRequest, response: NodeResponse) => Promise<void>;

/**
 * The webhook as a request listener of node:http. It answers whatever path it is given.
 *
 * @throws `ConfigurationError` at once when a secret is missing or an option is wrong.
 *
 * @example
 * createServer(nodeWebhook({ ...webhookOptionsFromEnv(), on: { message: answer } })).listen(3000);
 */
export function nodeWebhook(options: WebhookOptions): NodeWebhook {
  const handle = createWebhookHandler(options);
  const { maxBodyBytes = defaultMaxBodyBytes } = options;
  return async (request, response) => {
    const rawBody = await readBody(request, maxBodyBytes);
    if (rawBody !== undefined) await answer(handle, request, rawBody, response);
  };
}
