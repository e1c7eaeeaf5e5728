import { createWebhookHandler } from "../webhooks/handler.ts";
import { defaultMaxBodyBytes, type WebhookOptions } from "../webhooks/options.ts";
import { queryOf } from "./node-request.ts";
import { ready } from "./ready.ts";
import { readBody } from "./web-request.ts";

export type { WebhookEvent } from "../types/webhooks/events.ts";
export type { WebhookOptions };

/**
 * The options, or a function that makes them at the first request from what comes second with it: on Workers the
 * variables. Builds that load the file (SvelteKit's, Next's) then need no secrets.
 */
export type FetchWebhookOptions<Env = unknown> = WebhookOptions | ((env: Env) => WebhookOptions);

/** What platforms hand over to keep running after the answer. */
export interface FetchContext {
  /** Keeps the function alive until the work is done. */
  waitUntil(work: Promise<unknown>): void;
}

/** Answers a web-standard `Request`. Workers pass their context third, other platforms second. */
export type FetchWebhook = (request: Request, second?: unknown, third?: unknown) => Promise<Response>;

/**
 * The webhook for everything that speaks web-standard `Request` and `Response`: Hono, Bun, Deno, Cloudflare Workers,
 * SvelteKit, Remix. The body must not have been read before; give earlier readers `request.clone()`.
 *
 * @throws `ConfigurationError` when a secret is missing or an option is wrong: at once, or at each request when
 * `options` is a function.
 *
 * @example
 * Deno.serve(fetchWebhook({ ...webhookOptionsFromEnv(), on: { message: answer } }));
 *
 * @example
 * export default { fetch: fetchWebhook((env: Env) => ({ ...webhookOptionsFromEnv(env), on: { message: answer } })) };
 */
export function fetchWebhook<Env = unknown>(options: FetchWebhookOptions<Env>): FetchWebhook {
  const webhook = ready(options, webhookOf);
  return async (request, second, third) => webhook(second as Env)(request, second, third);
}

function webhookOf(options: WebhookOptions): FetchWebhook {
  const handle = createWebhookHandler(options);
  const { maxBodyBytes = defaultMaxBodyBytes } = options;
  return async (request, ...contexts) => {
    const rawBody = await readBody(request, maxBodyBytes);
    if (rawBody === undefined) return new Response("Incomplete body", { status: 400 });
    const platform = contexts.find(hasWaitUntil);
    const waitUntil = platform && ((work: Promise<unknown>) => platform.waitUntil(work));
    const { method, url, headers } = request;
    const reply = await handle({ method, query: queryOf(url), headers, rawBody, waitUntil });
    return new Response(reply.body, { status: reply.status, headers: reply.headers });
  };
}

const hasWaitUntil = (context: unknown): context is FetchContext =>
  typeof (context as Partial<FetchContext> | undefined | null)?.waitUntil === "function";
