import { createWebhookHandler } from "../webhooks/handler.ts";
import { defaultMaxBodyBytes, type WebhookOptions } from "../webhooks/options.ts";
import { isRawBody } from "../webhooks/raw-body.ts";
import { type NodeRequest, queryOf, readBody } from "./node-request.ts";

export type { WebhookEvent } from "../types/webhooks/events.ts";
export type { NodeRequest, WebhookOptions };

/** What is needed of a Fastify instance. */
export interface FastifyScope {
  /** Fastify's own: the webhook's scope parses nothing. */
  removeAllContentTypeParsers(): unknown;
  /** Fastify's own: here it keeps the body as it arrives. */
  addContentTypeParser(
    type: "*",
    parser: (request: unknown, payload: NodeRequest) => Promise<unknown>,
  ): unknown;
  /** Fastify's own: adds a route for every method. */
  all(path: string, handler: FastifyHandler): unknown;
}

/** A Fastify route handler, as far as it is needed. */
export type FastifyHandler = (
  request: { method: string; url: string; headers: NodeRequest["headers"]; body?: unknown },
  reply: {
    code(status: number): { headers(headers: Record<string, string>): { send(body: string): unknown } };
  },
) => Promise<unknown>;

/** The webhook's options, where it is mounted, and what Fastify's `register` takes. */
export type FastifyWebhookOptions = WebhookOptions & {
  /** Where the webhook is mounted. Default `/webhook`. */
  path?: string | undefined;
  /** Fastify's own: stands before `path`. */
  prefix?: string | undefined;
  /** Fastify's own: how much the webhook's routes log. */
  logLevel?: string | undefined;
  /** Fastify's own: how the webhook's routes write what they log. */
  logSerializers?: object | undefined;
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
  const { path = "/webhook", prefix, logLevel, logSerializers, ...webhook } = options;
  const handle = createWebhookHandler(webhook);
  const { maxBodyBytes = defaultMaxBodyBytes } = webhook;
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("*", (_request, payload) => readBody(payload, maxBodyBytes));
  app.all(path, async ({ method, url, headers, body }, reply) => {
    const rawBody = isRawBody(body) ? body : "";
    const answer = await handle({ method, query: queryOf(url), headers, rawBody });
    return reply.code(answer.status).headers(answer.headers).send(answer.body);
  });
}
