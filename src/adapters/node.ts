import { createFlowHandler } from "../flows/handler.ts";
import type { FlowOptions } from "../flows/options.ts";
import { createWebhookHandler, type WebhookHandler } from "../webhooks/handler.ts";
import type { HttpHandler } from "../webhooks/http.ts";
import type { WebhookOptions } from "../webhooks/options.ts";
import { toMountable } from "./mountable.ts";
import type { NodeRequest } from "./node-request.ts";
import { answer, type NodeResponse } from "./node-response.ts";

export type { WebhookEvent } from "../types/webhooks/events.ts";
export type { WebhookReply, WebhookRequest } from "../webhooks/handler.ts";
export type * from "./flow-types.ts";
export type { NodeRequest, NodeResponse, WebhookHandler, WebhookOptions };

/** A request listener of node:http. */
export type NodeWebhook = (request: NodeRequest, response: NodeResponse) => Promise<void>;

/**
 * The webhook as a request listener of node:http. It answers on every path.
 *
 * @throws `ConfigurationError` if a secret is missing or an option is wrong.
 *
 * @example
 * createServer(nodeWebhook({ ...webhookOptionsFromEnv(), on: { message: answer } })).listen(3000);
 */
export function nodeWebhook(options: WebhookOptions): NodeWebhook {
  return nodeHandler(createWebhookHandler(options));
}

/**
 * The endpoint of a Flow as a request listener of node:http. It answers on every path.
 *
 * @throws `ConfigurationError` if a key or secret is missing or an option is wrong.
 *
 * @example
 * createServer(nodeFlow({ ...flowOptionsFromEnv(), on: { INIT: openFirstScreen } })).listen(3000);
 */
export function nodeFlow(options: FlowOptions): NodeWebhook {
  return nodeHandler(createFlowHandler(options));
}

/**
 * Any handler as a request listener of node:http. If the handler rejects, so does the listener, and no response has
 * been sent.
 *
 * @example
 * const handle: WebhookHandler = async ({ method }) => ({ status: 200, headers: {}, body: method, events: [] });
 * createServer(nodeHandler(handle)).listen(3000);
 */
export function nodeHandler(handler: HttpHandler): NodeWebhook {
  const handle = toMountable(handler);
  return (request, response) => answer(handle, request, response);
}
