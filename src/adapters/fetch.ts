import { createFlowHandler } from "../flows/handler.ts";
import type { FlowOptions } from "../flows/options.ts";
import { createWebhookHandler, type WebhookHandler } from "../webhooks/handler.ts";
import type { HttpHandler } from "../webhooks/http.ts";
import type { WebhookOptions } from "../webhooks/options.ts";
import { beginRequest } from "./incoming-request.ts";
import { lazily } from "./lazily.ts";
import { toMountable } from "./mountable.ts";
import { parseQuery } from "./node-request.ts";
import { readBody } from "./web-request.ts";

export type { WebhookEvent } from "../types/webhooks/events.ts";
export type { WebhookReply, WebhookRequest } from "../webhooks/handler.ts";
export type * from "./flow-types.ts";
export type { WebhookHandler, WebhookOptions };

/**
 * The options, or a function that returns them at the first request. It receives the second argument of that request,
 * which on Workers is the environment. Builds that load the file (SvelteKit, Next.js) then need no secrets.
 */
export type FetchWebhookOptions<Env = unknown> = WebhookOptions | ((env: Env) => WebhookOptions);

/** The same for the endpoint of a Flow. */
export type FetchFlowOptions<Env = unknown> = FlowOptions | ((env: Env) => FlowOptions);

/** The context that a platform passes to let work continue after the response. */
export interface FetchContext {
  /** Keeps the function alive until the work is done. */
  waitUntil(work: Promise<unknown>): void;
}

/** Answers a web-standard `Request`. Workers pass their context third, other platforms second. */
export type FetchWebhook = (request: Request, second?: unknown, third?: unknown) => Promise<Response>;

/**
 * The webhook for everything that uses web-standard `Request` and `Response`: Hono, Bun, Deno, Cloudflare Workers,
 * SvelteKit, Remix. Nothing else may read the body first; pass `request.clone()` to code that has to.
 *
 * @throws `ConfigurationError` if a secret is missing or an option is wrong; when `options` is a function, each request
 * rejects with it instead.
 *
 * @example
 * Deno.serve(fetchWebhook({ ...webhookOptionsFromEnv(), on: { message: answer } }));
 *
 * @example
 * export default { fetch: fetchWebhook((env: Env) => ({ ...webhookOptionsFromEnv(env), on: { message: answer } })) };
 */
export function fetchWebhook<Env = unknown>(options: FetchWebhookOptions<Env>): FetchWebhook {
  const webhook = lazily(options, (given) => fetchHandler(createWebhookHandler(given)));
  return async (request, second, third) => webhook(second as Env)(request, second, third);
}

/**
 * The endpoint of a Flow for everything that uses web-standard `Request` and `Response`. Nothing else may read the body
 * first.
 *
 * @throws `ConfigurationError` if a key or secret is missing or an option is wrong; when `options` is a function, each
 * request rejects with it instead.
 *
 * @example
 * export default { fetch: fetchFlow((env: Env) => ({ ...flowOptionsFromEnv(env), on: { INIT: openFirstScreen } })) };
 */
export function fetchFlow<Env = unknown>(options: FetchFlowOptions<Env>): FetchWebhook {
  const flow = lazily(options, (given) => fetchHandler(createFlowHandler(given)));
  return async (request, second, third) => flow(second as Env)(request, second, third);
}

/**
 * Any handler for web-standard `Request` and `Response`. If the handler rejects, so does the returned function. If the
 * handler needs the environment of Workers, create it at the first request, as in the second example.
 *
 * @example
 * const handle: WebhookHandler = async ({ method }) => ({ status: 200, headers: {}, body: method, events: [] });
 * Deno.serve(fetchHandler(handle));
 *
 * @example
 * let serve: FetchWebhook | undefined;
 * export default {
 *   fetch: (request: Request, env: Env, context: FetchContext) =>
 *     (serve ??= fetchHandler(createHandler(env)))(request, env, context),
 * };
 */
export function fetchHandler(handler: HttpHandler): FetchWebhook {
  const handle = toMountable(handler);
  return async (request, ...contexts) => {
    const { method, url, headers } = request;
    const platform = contexts.find(hasWaitUntil);
    const waitUntil = platform && ((work: Promise<unknown>) => platform.waitUntil(work));
    const incoming = beginRequest(handle, { method, query: parseQuery(url), headers, waitUntil });
    if (!(await readBody(request, incoming.body))) return new Response("Incomplete body", { status: 400 });
    const { body, ...init } = await incoming.reply();
    return new Response(body === "" ? null : body, init); // a 204 must not have a body, not even an empty one
  };
}

const hasWaitUntil = (context: unknown): context is FetchContext =>
  typeof (context as Partial<FetchContext> | undefined | null)?.waitUntil === "function";
