import { createWebhookHandler } from "../webhooks/handler.ts";
import { defaultMaxBodyBytes, type WebhookOptions } from "../webhooks/options.ts";
import type { NodeRequest } from "./node.ts";
import { readBody } from "./read-body.ts";

/** What is needed of Fastify. */
export interface FastifyScope {
  removeAllContentTypeParsers(): unknown;
  addContentTypeParser(
    type: "*",
    parser: (request: unknown, payload: NodeRequest) => Promise<unknown>,
  ): unknown;
  all(path: string, options: { bodyLimit: number }, handler: FastifyHandler): unknown;
}

type FastifyHandler = (
  request: { method: string; url: string; headers: NodeRequest["headers"]; body?: unknown },
  reply: {
    code(status: number): { headers(headers: Record<string, string>): { send(body: string): unknown } };
  },
) => Promise<unknown>;

/** The webhook's options and where it is mounted. */
export type FastifyWebhookOptions = WebhookOptions & {
  path?: string | undefined;
  prefix?: string | undefined;
};

/**
 * The webhook as a Fastify plugin. Its body parser lives in its own scope; the app's parsers stay as they are.
 *
 * @throws `ConfigurationError` when the app starts, if a secret is missing or an option is wrong.
 *
 * @example
 * app.register(fastifyWebhook, { path: "/webhook", ...webhookOptionsFromEnv(), on: { message: answer } });
 */
export async function fastifyWebhook(app: FastifyScope, options: FastifyWebhookOptions): Promise<void> {
  const { path = "/webhook", prefix: _, ...webhook } = options;
  const handle = createWebhookHandler(webhook);
  const { maxBodyBytes = defaultMaxBodyBytes } = webhook;
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("*", (_request, payload) => readBody(payload, maxBodyBytes));
  app.all(path, { bodyLimit: Number.MAX_SAFE_INTEGER }, async ({ method, url, headers, body }, reply) => {
    const query = new URL(url, "http://localhost").searchParams;
    const rawBody = body instanceof Uint8Array ? body : "";
    const { status, headers: answered, body: text } = await handle({ method, query, headers, rawBody });
    return reply.code(status).headers(answered).send(text);
  });
}
