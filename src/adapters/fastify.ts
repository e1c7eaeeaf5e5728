import { createFlowHandler } from "../flows/handler.ts";
import type { FlowOptions } from "../flows/options.ts";
import { createWebhookHandler, type WebhookHandler } from "../webhooks/handler.ts";
import type { HttpHandler } from "../webhooks/http.ts";
import type { WebhookOptions } from "../webhooks/options.ts";
import type { FastifyHead, FastifyMountOptions, FastifyPlugin, FastifyScope } from "./fastify-scope.ts";
import { beginRequest, type IncomingRequest } from "./incoming-request.ts";
import { toMountable } from "./mountable.ts";
import { type NodeRequest, parseQuery, readBody } from "./node-request.ts";

export type { WebhookEvent } from "../types/webhooks/events.ts";
export type { WebhookReply, WebhookRequest } from "../webhooks/handler.ts";
export type { FastifyHandler, FastifyHead } from "./fastify-scope.ts";
export type * from "./flow-types.ts";
export type { FastifyMountOptions, FastifyPlugin, FastifyScope, NodeRequest, WebhookHandler, WebhookOptions };

/** The webhook's options and where to mount it. */
export type FastifyWebhookOptions = WebhookOptions & FastifyMountOptions;

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

/** The endpoint's options and where to mount it. */
export type FastifyFlowOptions = FlowOptions & FastifyMountOptions;

/**
 * The endpoint of a Flow as a Fastify plugin. Its body parser lives in its own scope.
 *
 * @throws `ConfigurationError` when the app starts, if a key or secret is missing or an option is wrong.
 *
 * @example
 * app.register(fastifyFlow, { path: "/flow", ...flowOptionsFromEnv(), on: { INIT: openFirstScreen } });
 */
export async function fastifyFlow(app: FastifyScope, options: FastifyFlowOptions): Promise<void> {
  const { path = "/flow", prefix, logLevel, logSerializers, ...flow } = options;
  await fastifyHandler(createFlowHandler(flow))(app, { path });
}

/**
 * Any handler as a Fastify plugin. If the handler rejects, the error goes to Fastify's error handler.
 *
 * @example
 * const handle: WebhookHandler = async ({ method }) => ({ status: 200, headers: {}, body: method, events: [] });
 * app.register(fastifyHandler(handle), { path: "/echo" });
 */
export function fastifyHandler(handler: HttpHandler): FastifyPlugin {
  const handle = toMountable(handler);
  return async (app, { path = "/" }) => {
    app.removeAllContentTypeParsers();
    const begin = ({ method, url, headers }: FastifyHead) =>
      beginRequest(handle, { method, query: parseQuery(url), headers });
    app.addContentTypeParser("*", async (request, payload) => {
      const incoming = begin(request);
      if (!(await readBody(payload, incoming.body))) throw incomplete();
      return incoming;
    });
    app.all(path, async (request, reply) => {
      const parsed = request.body as IncomingRequest | null | undefined; // no other parser is in this scope
      const answer = await (parsed ?? begin(request)).reply();
      if (reply.sent) return reply;
      return reply.code(answer.status).headers(answer.headers).send(answer.body);
    });
  };
}

const incomplete = () => Object.assign(new Error("The body is incomplete."), { statusCode: 400 });
