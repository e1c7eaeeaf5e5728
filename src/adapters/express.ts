import { createFlowHandler } from "../flows/handler.ts";
import type { FlowOptions } from "../flows/options.ts";
import { createWebhookHandler, type WebhookHandler } from "../webhooks/handler.ts";
import type { HttpHandler } from "../webhooks/http.ts";
import type { WebhookOptions } from "../webhooks/options.ts";
import { middleware, type ParsedRequest, type WebhookMiddleware } from "./middleware.ts";
import type { NodeRequest } from "./node-request.ts";
import type { NodeResponse } from "./node-response.ts";

export type { WebhookEvent } from "../types/webhooks/events.ts";
export type { WebhookReply, WebhookRequest } from "../webhooks/handler.ts";
export type * from "./flow-types.ts";
export type {
  NodeRequest,
  NodeResponse,
  ParsedRequest as ExpressRequest,
  WebhookHandler,
  WebhookMiddleware as ExpressWebhook,
  WebhookOptions,
};

/**
 * The webhook as Express middleware. It reads the raw body itself, so mount it before `express.json()`. If a parser
 * has already left the raw body in `request.body` or `request.rawBody`, as bytes or text, it uses that.
 *
 * @throws `ConfigurationError` if a secret is missing or an option is wrong. If another parser has consumed the body,
 * the error goes to Express's error handler.
 *
 * @example
 * app.use("/webhook", expressWebhook({ ...webhookOptionsFromEnv(), on: { message: answer } }));
 */
export function expressWebhook(options: WebhookOptions): WebhookMiddleware {
  return expressHandler(createWebhookHandler(options));
}

/**
 * The endpoint of a Flow as Express middleware. Mount it before `express.json()`, like {@link expressWebhook}.
 *
 * @throws `ConfigurationError` if a key or secret is missing or an option is wrong.
 *
 * @example
 * app.use("/flow", expressFlow({ ...flowOptionsFromEnv(), on: { INIT: () => ({ screen: "DATE", data: { slots } }) } }));
 */
export function expressFlow(options: FlowOptions): WebhookMiddleware {
  return expressHandler(createFlowHandler(options));
}

/**
 * Any handler as Express middleware, mounted like {@link expressWebhook}. If the handler rejects, the error goes to
 * Express's error handler.
 *
 * @example
 * const handle: WebhookHandler = async ({ method }) => ({ status: 200, headers: {}, body: method, events: [] });
 * app.use("/echo", expressHandler(handle));
 */
export function expressHandler(handler: HttpHandler): WebhookMiddleware {
  return middleware(handler, "move app.use(express.json()) below the app.use(…) that mounts this handler");
}
