import { createWebhookHandler, type WebhookHandler } from "../webhooks/handler.ts";
import type { WebhookOptions } from "../webhooks/options.ts";
import { isRawBody } from "../webhooks/raw-body.ts";
import { limitBody } from "./limit-body.ts";
import { type NodeRequest, parseQuery, readBody } from "./node-request.ts";

export type { WebhookEvent } from "../types/webhooks/events.ts";
export type { WebhookReply, WebhookRequest } from "../webhooks/handler.ts";
export type { NodeRequest, WebhookHandler, WebhookOptions };

/** The parts of a Fastify instance that are used. */
export interface FastifyScope {
  /** Fastify's own: no parser of the app applies to the plugin's scope. */
  removeAllContentTypeParsers(): unknown;
  /** Fastify's own: adds the parser that keeps the raw body. */
  addContentTypeParser(
    type: "*",
    parser: (request: unknown, payload: NodeRequest) => Promise<unknown>,
  ): unknown;
  /** Fastify's own: adds a route for every method. */
  all(path: string, handler: FastifyHandler): unknown;
}

/** The parts of a Fastify route handler that are used. */
export type FastifyHandler = (
  request: { method: string; url: string; headers: NodeRequest["headers"]; body?: unknown },
  reply: {
    code(status: number): { headers(headers: Record<string, string>): { send(body: string): unknown } };
  },
) => Promise<unknown>;

/** Where a plugin is mounted, and what Fastify's `register` takes. */
export interface FastifyMountOptions {
  /** The route's path. Default: `/webhook` for `fastifyWebhook`, `/` for `fastifyHandler`. */
  path?: string | undefined;
  /** Fastify's own: comes before `path`. */
  prefix?: string | undefined;
  /** Fastify's own: how much the plugin's routes log. */
  logLevel?: string | undefined;
  /** Fastify's own: how the plugin's routes serialize what they log. */
  logSerializers?: object | undefined;
}

/** The webhook's options and where to mount it. */
export type FastifyWebhookOptions = WebhookOptions & FastifyMountOptions;

/** A Fastify plugin that adds one route. */
export type FastifyPlugin = (app: FastifyScope, options: FastifyMountOptions) => Promise<void>;

/**
 * The webhook as a Fastify plugin. Its body parser lives in its own scope; the app's parsers are not affected.
 *
 * @throws `ConfigurationError` when the app starts, if a secret is missing or an option is wrong.
 *
 * @example
 * app.register(fastifyWebhook, { path: "/webhook", ...webhookOptionsFromEnv(), on: { message: answer } });
 */
export async function fastifyWebhook(app: FastifyScope, options: FastifyWebhookOptions): Promise<void> {
  const { path = "/webhook", prefix, logLevel, logSerializers, ...webhook } = options;
  await fastifyHandler(createWebhookHandler(webhook))(app, { path });
}

/**
 * Any handler as a Fastify plugin. When the handler rejects, the error goes to Fastify's error handler.
 *
 * @example
 * const handle: WebhookHandler = async ({ method }) => ({ status: 200, headers: {}, body: method, events: [] });
 * app.register(fastifyHandler(handle), { path: "/echo" });
 */
export function fastifyHandler(handler: WebhookHandler): FastifyPlugin {
  const handle = limitBody(handler);
  return async (app, { path = "/" }) => {
    app.removeAllContentTypeParsers();
    app.addContentTypeParser("*", (_request, payload) => readWholeBody(payload, handle.maxBodyBytes));
    app.all(path, async ({ method, url, headers, body }, reply) => {
      const rawBody = isRawBody(body) ? body : "";
      const answer = await handle({ method, query: parseQuery(url), headers, rawBody });
      return reply.code(answer.status).headers(answer.headers).send(answer.body);
    });
  };
}

async function readWholeBody(payload: NodeRequest, limit: number): Promise<Uint8Array> {
  const body = await readBody(payload, limit);
  if (body === undefined) throw Object.assign(new Error("The body is incomplete."), { statusCode: 400 });
  return body;
}
