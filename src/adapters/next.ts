import { createFlowHandler } from "../flows/handler.ts";
import type { FlowOptions } from "../flows/options.ts";
import { createWebhookHandler, type WebhookHandler } from "../webhooks/handler.ts";
import type { HttpHandler } from "../webhooks/http.ts";
import type { WebhookOptions } from "../webhooks/options.ts";
import { endWithReply } from "./end-with-reply.ts";
import { fetchHandler } from "./fetch.ts";
import { lazily } from "./lazily.ts";
import { middleware, type ParsedRequest } from "./middleware.ts";
import type { NodeResponse } from "./node-response.ts";

export type { WebhookEvent } from "../types/webhooks/events.ts";
export type { WebhookReply, WebhookRequest } from "../webhooks/handler.ts";
export type * from "./flow-types.ts";
export type { NodeResponse, ParsedRequest, WebhookHandler, WebhookOptions };

/** The route's handlers, by method. */
export interface NextWebhook {
  /** Answers Meta's verification request. */
  GET: (request: Request) => Promise<Response>;
  /** Receives events. */
  POST: (request: Request) => Promise<Response>;
}

/** An API route of the Pages Router. */
export type NextPagesWebhook = (request: ParsedRequest, response: NodeResponse) => Promise<void>;

/** The options, or a function that returns them at the first request: `next build` loads routes without your secrets. */
export type NextWebhookOptions = WebhookOptions | (() => WebhookOptions);

/**
 * The webhook as a route of Next's App Router. With `respond: "immediately"`, pass `after` from `next/server` as
 * `waitUntil`: it keeps the function alive for the work that continues after the response. Without it, the response
 * waits for your handlers.
 *
 * @throws `ConfigurationError` if a secret is missing or an option is wrong; when `options` is a function, each request
 * rejects with it instead.
 *
 * @example
 * // app/webhook/route.ts
 * export const { GET, POST } = nextWebhook(() => ({ ...webhookOptionsFromEnv(), on: { message: answer } }));
 */
export function nextWebhook(options: NextWebhookOptions): NextWebhook {
  const webhook = lazily(options, (given) => nextHandler(createWebhookHandler(given)));
  const handle = async (request: Request) => webhook().POST(request);
  return { GET: handle, POST: handle };
}

/** The route's handler. */
export type NextFlow = Pick<NextWebhook, "POST">;

/** The options, or a function that returns them at the first request: `next build` loads routes without your secrets. */
export type NextFlowOptions = FlowOptions | (() => FlowOptions);

/**
 * The endpoint of a Flow as a route of Next's App Router.
 *
 * @throws `ConfigurationError` if a key or secret is missing or an option is wrong; when `options` is a function, each
 * request rejects with it instead.
 *
 * @example
 * // app/flow/route.ts
 * export const { POST } = nextFlow(() => ({ ...flowOptionsFromEnv(), on: { INIT: openFirstScreen } }));
 */
export function nextFlow(options: NextFlowOptions): NextFlow {
  const flow = lazily(options, (given) => nextHandler(createFlowHandler(given)));
  return { POST: async (request) => flow().POST(request) };
}

/**
 * The endpoint of a Flow as an API route of Next's Pages Router. Next must not parse the body: export `config` from the
 * route's file.
 *
 * @throws `ConfigurationError` if a key or secret is missing or an option is wrong; when `options` is a function, each
 * request rejects with it instead. A request whose body Next has parsed rejects with it too.
 *
 * @example
 * // pages/api/flow.ts
 * export const config = { api: { bodyParser: false } };
 * export default nextPagesFlow(() => ({ ...flowOptionsFromEnv(), on: { INIT: openFirstScreen } }));
 */
export function nextPagesFlow(options: NextFlowOptions): NextPagesWebhook {
  const flow = lazily(options, (given) => nextPagesHandler(createFlowHandler(given)));
  return async (request, response) => flow()(request, response);
}

/**
 * Any handler as a route of Next's App Router. If the handler rejects, Next answers 500.
 *
 * @example
 * const handle: WebhookHandler = async ({ method }) => ({ status: 200, headers: {}, body: method, events: [] });
 * export const { GET, POST } = nextHandler(handle);
 */
export function nextHandler(handler: HttpHandler): NextWebhook {
  const serve = fetchHandler(endWithReply(handler));
  const handle = (request: Request) => serve(request);
  return { GET: handle, POST: handle };
}

/**
 * The webhook as an API route of Next's Pages Router. Next must not parse the body: export `config` from the route's file.
 *
 * @throws `ConfigurationError` if a secret is missing or an option is wrong; when `options` is a function, each request
 * rejects with it instead. A request whose body Next has parsed rejects with it too.
 *
 * @example
 * // pages/api/webhook.ts
 * export const config = { api: { bodyParser: false } };
 * export default nextPagesWebhook(() => ({ ...webhookOptionsFromEnv(), on: { message: answer } }));
 */
export function nextPagesWebhook(options: NextWebhookOptions): NextPagesWebhook {
  const webhook = lazily(options, (given) => nextPagesHandler(createWebhookHandler(given)));
  return async (request, response) => webhook()(request, response);
}

/**
 * Any handler as an API route of Next's Pages Router, mounted like {@link nextPagesWebhook}. If the handler rejects,
 * Next answers 500.
 *
 * @example
 * export const config = { api: { bodyParser: false } };
 * const handle: WebhookHandler = async ({ method }) => ({ status: 200, headers: {}, body: method, events: [] });
 * export default nextPagesHandler(handle);
 */
export function nextPagesHandler(handler: HttpHandler): NextPagesWebhook {
  const serve = middleware(endWithReply(handler), parserOff);
  return (request, response) =>
    new Promise((resolve, reject) => {
      serve(request, response, reject).then(resolve, reject);
    });
}

const parserOff = "add `export const config = { api: { bodyParser: false } }` to the route";
