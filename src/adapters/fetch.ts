import { createWebhookHandler } from "../webhooks/handler.ts";
import { defaultMaxBodyBytes, type WebhookOptions } from "../webhooks/options.ts";
import { chunksOf, readBody } from "./read-body.ts";

/** What platforms hand over to keep running after the answer. */
export interface FetchContext {
  waitUntil?: ((work: Promise<unknown>) => void) | undefined;
}

/** Answers a web-standard `Request`; Workers pass their context third, others second. */
export type FetchWebhook = (request: Request, second?: unknown, context?: FetchContext) => Promise<Response>;

/**
 * The webhook for everything that speaks web-standard `Request` and `Response`: Hono, Bun, Deno, Cloudflare Workers,
 * SvelteKit, Remix.
 *
 * @throws `ConfigurationError` at once when a secret is missing or an option is wrong.
 *
 * @example
 * export default { fetch: fetchWebhook({ appSecret, verifyToken, on: { message: answer } }) };
 */
export function fetchWebhook(options: WebhookOptions): FetchWebhook {
  const handle = createWebhookHandler(options);
  const { maxBodyBytes = defaultMaxBodyBytes } = options;
  return async (request, second, context) => {
    const platform = context ?? (second as FetchContext | undefined);
    const rawBody = await readBody(chunksOf(request.body), maxBodyBytes).catch(() => undefined);
    if (rawBody === undefined) return new Response("Incomplete body", { status: 400 }); // the sender has gone
    const { status, headers, body } = await handle({
      method: request.method,
      query: new URL(request.url).searchParams,
      headers: request.headers,
      rawBody,
      waitUntil: platform?.waitUntil === undefined ? undefined : (work) => platform.waitUntil?.(work),
    });
    return new Response(body, { status, headers });
  };
}
