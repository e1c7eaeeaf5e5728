import type { WebhookOptions } from "../webhooks/options.ts";
import { fetchWebhook } from "./fetch.ts";
import { type ParsedRequest, webhookMiddleware } from "./middleware.ts";
import type { NodeResponse } from "./node-response.ts";

export type { WebhookEvent } from "../types/webhooks/events.ts";
export type { NodeResponse, ParsedRequest, WebhookOptions };

/** The route's handlers, by method. */
export interface NextWebhook {
  /** Answers Meta's verification of the callback URL. */
  GET: (request: Request) => Promise<Response>;
  /** Receives events. */
  POST: (request: Request) => Promise<Response>;
}

/**
 * The webhook as a route of Next's App Router. Pass `after` of `next/server` as `waitUntil` to keep the function
 * alive for work that goes on after the answer.
 *
 * @throws `ConfigurationError` at once when a secret is missing or an option is wrong.
 *
 * @example
 * // app/webhook/route.ts
 * export const { GET, POST } = nextWebhook({ ...webhookOptionsFromEnv(), on: { message: answer } });
 */
export function nextWebhook(options: WebhookOptions): NextWebhook {
  const webhook = fetchWebhook(options);
  const handle = (request: Request) => webhook(request);
  return { GET: handle, POST: handle };
}

/**
 * The webhook as an API route of Next's Pages Router. Next must leave the body alone: export `config` beside it.
 *
 * @throws `ConfigurationError` at once when a secret is missing or an option is wrong; and, to Next, when its parser
 * has consumed the body.
 *
 * @example
 * // pages/api/webhook.ts
 * export const config = { api: { bodyParser: false } };
 * export default nextPagesWebhook({ ...webhookOptionsFromEnv(), on: { message: answer } });
 */
export function nextPagesWebhook(
  options: WebhookOptions,
): (request: ParsedRequest, response: NodeResponse) => Promise<void> {
  const webhook = webhookMiddleware(
    options,
    "put `export const config = { api: { bodyParser: false } }` into the route's file",
  );
  return (request, response) =>
    new Promise((resolve, reject) => {
      webhook(request, response, reject).then(resolve, reject);
    });
}
