import type { WebhookOptions } from "../webhooks/options.ts";
import { ending } from "./ending.ts";
import { fetchWebhook } from "./fetch.ts";
import { type ParsedRequest, webhookMiddleware } from "./middleware.ts";
import type { NodeResponse } from "./node-response.ts";
import { ready } from "./ready.ts";

export type { WebhookEvent } from "../types/webhooks/events.ts";
export type { NodeResponse, ParsedRequest, WebhookOptions };

/** The route's handlers, by method. */
export interface NextWebhook {
  /** Answers Meta's verification of the callback URL. */
  GET: (request: Request) => Promise<Response>;
  /** Receives events. */
  POST: (request: Request) => Promise<Response>;
}

/** The options, or a function that makes them at the first request: `next build` loads routes without your secrets. */
export type NextWebhookOptions = WebhookOptions | (() => WebhookOptions);

/**
 * The webhook as a route of Next's App Router. With `respond: "immediately"`, pass `after` of `next/server` as
 * `waitUntil`: it keeps the function alive for what goes on after the answer. Without it the answer waits.
 *
 * @throws `ConfigurationError` when a secret is missing or an option is wrong: at once, or at each request when
 * `options` is a function.
 *
 * @example
 * // app/webhook/route.ts
 * export const { GET, POST } = nextWebhook(() => ({ ...webhookOptionsFromEnv(), on: { message: answer } }));
 */
export function nextWebhook(options: NextWebhookOptions): NextWebhook {
  const webhook = fetchWebhook(typeof options === "function" ? () => ending(options()) : ending(options));
  const handle = (request: Request) => webhook(request);
  return { GET: handle, POST: handle };
}

/**
 * The webhook as an API route of Next's Pages Router. Next must leave the body alone: export `config` beside it.
 *
 * @throws `ConfigurationError` when a secret is missing or an option is wrong: at once, or at each request when
 * `options` is a function; and, to Next, when its parser has consumed the body.
 *
 * @example
 * // pages/api/webhook.ts
 * export const config = { api: { bodyParser: false } };
 * export default nextPagesWebhook(() => ({ ...webhookOptionsFromEnv(), on: { message: answer } }));
 */
export function nextPagesWebhook(
  options: NextWebhookOptions,
): (request: ParsedRequest, response: NodeResponse) => Promise<void> {
  const webhook = ready(options, (given) => webhookMiddleware(ending(given), parserOff));
  return (request, response) =>
    new Promise((resolve, reject) => {
      webhook()(request, response, reject).then(resolve, reject);
    });
}

const parserOff = "put `export const config = { api: { bodyParser: false } }` into the route's file";
