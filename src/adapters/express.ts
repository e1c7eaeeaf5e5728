import type { WebhookOptions } from "../webhooks/options.ts";
import { type ParsedRequest, type WebhookMiddleware, webhookMiddleware } from "./middleware.ts";
import type { NodeRequest } from "./node-request.ts";
import type { NodeResponse } from "./node-response.ts";

export type { WebhookEvent } from "../types/webhooks/events.ts";
export type {
  NodeRequest,
  NodeResponse,
  ParsedRequest as ExpressRequest,
  WebhookMiddleware as ExpressWebhook,
  WebhookOptions,
};

/**
 * The webhook as Express middleware. It reads the raw body itself: mount it before `express.json()`. A body that is
 * there as bytes or text, as `request.body` or `request.rawBody`, is used as it is.
 *
 * @throws `ConfigurationError` at once when a secret is missing or an option is wrong; and to Express's error handler
 * when another parser has consumed the body.
 *
 * @example
 * app.use("/webhook", expressWebhook({ ...webhookOptionsFromEnv(), on: { message: answer } }));
 */
export function expressWebhook(options: WebhookOptions): WebhookMiddleware {
  return webhookMiddleware(options, mountFirst);
}

const mountFirst = 'put app.use("/webhook", expressWebhook(options)) before app.use(express.json())';
