// What must compile and what must not. Nothing here runs; `npm run typecheck` is the test.

import { createServer } from "node:http";
import { createServer as createSecureServer } from "node:http2";
import express from "express";
import Fastify from "fastify";
import { Hono } from "hono";
import { expressHandler, expressWebhook } from "wacloud/express";
import { fastifyHandler, fastifyWebhook } from "wacloud/fastify";
import { fetchHandler, fetchWebhook } from "wacloud/fetch";
import { nodeHandler, nodeWebhook } from "wacloud/node";
import {
  createWebhookHandler,
  memoryStore,
  type Store,
  shouldRedeliver,
  verifyChallenge,
  verifySignature,
  type WebhookEvent,
  type WebhookHandler,
  type WebhookHandlers,
  type WebhookOptions,
  webhookOptionsFromEnv,
} from "wacloud/webhooks";

type Equal<One, Other> =
  (<T>() => T extends One ? 1 : 2) extends <T>() => T extends Other ? 1 : 2 ? true : false;
const assertType = <_ extends true>(): void => undefined;

const secrets = webhookOptionsFromEnv();
const options: WebhookOptions = { ...secrets, onEvent: (event) => event.id };

// Handlers see the event their name promises.
createWebhookHandler({
  ...secrets,
  on: {
    message: (event) => {
      assertType<Equal<typeof event.type, "message">>();
      if (event.message.type === "image") event.message.image.id.trim();
      // @ts-expect-error not every message has text
      event.message.text.body;
    },
    "message.text": async (event) => {
      assertType<Equal<typeof event.message.type, "text">>();
      event.message.text.body.trim();
      event.from.wa_id?.trim();
      // @ts-expect-error a text has no image
      event.message.image;
    },
    "message.interactive": ({ message: { interactive } }) => {
      if (interactive.type === "button_reply") interactive.button_reply.id.trim();
    },
    "message.interactive.button_reply": [
      ({ message: { interactive } }) => {
        assertType<Equal<typeof interactive.type, "button_reply">>();
        interactive.button_reply.id.trim();
        // @ts-expect-error a title may be missing
        interactive.button_reply.title.trim();
      },
      async (event) => event.message.interactive.button_reply.title?.trim(),
    ],
    "message.interactive.list_reply": ({ message }) => message.interactive.list_reply.description?.trim(),
    "message.interactive.nfm_reply": ({ message }) => JSON.parse(message.interactive.nfm_reply.response_json),
    // @ts-expect-error there is no such reply
    "message.interactive.wink": () => undefined,
    status: ({ status }) => status.status.trim(),
    "status.failed": ({ status }) => {
      assertType<Equal<typeof status.status, "failed">>();
      status.errors?.[0]?.title?.trim();
    },
    message_template_status_update: ({ value }) => value.event.trim(),
    account_update: ({ value }) => value.event.trim(),
    group_lifecycle_update: ({ chat }) => chat.group_id.trim(),
    call: ({ call }) => call.id.trim(),
    unknown: ({ reason, raw }) => {
      // @ts-expect-error `raw` is not known
      raw.id;
      return reason satisfies "object" | "field" | "type" | "shape";
    },
  },
  onEvent: (event) => {
    assertType<Equal<typeof event, WebhookEvent>>();
  },
  onError: (error, event) => {
    assertType<Equal<typeof error, unknown>>();
    assertType<Equal<typeof event, WebhookEvent | undefined>>();
  },
});

// A misspelling does not compile.
createWebhookHandler({
  ...secrets,
  on: {
    // @ts-expect-error no event type
    mesage: () => undefined,
  },
});
createWebhookHandler({
  ...secrets,
  on: {
    // @ts-expect-error no kind of message
    "message.txt": () => undefined,
  },
});
createWebhookHandler({
  ...secrets,
  on: {
    // @ts-expect-error no status
    "status.faild": () => undefined,
  },
});
// @ts-expect-error no option
createWebhookHandler({ ...secrets, onMessage: () => undefined });
// @ts-expect-error only two ways to respond
createWebhookHandler({ ...secrets, respond: "later" });
// @ts-expect-error the verify token is missing
createWebhookHandler({ appSecret: "s" });
// @ts-expect-error the app secret is missing
createWebhookHandler({ verifyToken: "v" });

// Handlers may be named elsewhere, secrets rotated, stores written by hand, absent options be undefined.
const handlers: WebhookHandlers = { "status.read": ({ status }) => status.id };
const store: Store = { get: async () => undefined, set: async () => true, delete: () => false };
createWebhookHandler({ appSecret: ["new", "old"] as const, verifyToken: "v", on: handlers, store });
createWebhookHandler({
  ...secrets,
  on: undefined,
  store: undefined,
  redeliver: (error, event) => event.type === "message" && shouldRedeliver(error, event),
  onError: (_error, _event, { redelivered }) => redelivered,
  logger: console,
  maxBodyBytes: undefined,
});
createWebhookHandler({ ...secrets, store: memoryStore({ maxEntries: 10 }), respond: "immediately" });
// @ts-expect-error set says whether it wrote
createWebhookHandler({ ...secrets, store: { ...store, set: () => "OK" } });

// The handler takes what frameworks have at hand.
const handle = createWebhookHandler(options);
export async function direct(request: Request): Promise<Response> {
  const { searchParams: query } = new URL(request.url);
  const { method, headers } = request;
  const reply = await handle({ method, query, headers, rawBody: await request.arrayBuffer() });
  for (const event of reply.events) event.id.trim();
  return new Response(reply.body, reply);
}
void handle({
  method: "GET",
  query: { "hub.mode": "subscribe" },
  headers: { a: ["b"], c: undefined },
  rawBody: "",
});
// @ts-expect-error a parsed body has lost its signature
void handle({ method: "POST", query: {}, headers: {}, rawBody: { entry: [] } });
void verifySignature({ rawBody: Buffer.from(""), signature: null, appSecret: ["a"] });
verifyChallenge({ query: { hub: { mode: "subscribe" } }, verifyToken: "v" })?.trim();
webhookOptionsFromEnv({ WHATSAPP_APP_SECRET: "s" }).appSecret.trim();

// Every adapter fits its real framework.
express().use("/webhook", expressWebhook(options));
express().all("/webhook", expressWebhook(options));
express.Router().post("/", expressWebhook(options));
createServer(nodeWebhook(options));
createSecureServer(nodeWebhook(options));
Fastify().register(fastifyWebhook, { path: "/webhook", ...options });
Fastify().register(fastifyWebhook, { prefix: "/api", ...options, logLevel: "warn" });
Fastify({ http2: true }).register(fastifyWebhook, options);
// @ts-expect-error the verify token is missing
Fastify().register(fastifyWebhook, { path: "/webhook", appSecret: "s" });
const webhook = fetchWebhook(options);
new Hono().all("/webhook", (context) => webhook(context.req.raw, context.env, context.executionCtx));

interface WorkersHandler<Environment> {
  fetch(
    request: Request,
    env: Environment,
    context: { waitUntil(work: Promise<unknown>): void },
  ): Promise<Response>;
}
export default { fetch: fetchWebhook(options) } satisfies WorkersHandler<{ KV: object }>;
export const POST: (request: Request, context: { params: Promise<object> }) => Promise<Response> = webhook;
export const serve: (request: Request, info: { remoteAddr: object }) => Response | Promise<Response> =
  webhook;

// Every adapter mounts any handler: one that is made from options, a plain function, one with a limit of its own.
const plain = async ({ method }: { method: string }) => ({
  status: 200,
  headers: {},
  body: method,
  events: [],
});
const short: WebhookHandler = Object.assign(plain.bind(undefined), { maxBodyBytes: 1000 });
express().use("/webhook", expressHandler(handle)).use("/plain", expressHandler(plain));
createServer(nodeHandler(short));
Fastify().register(fastifyHandler(plain), { path: "/plain", logLevel: "warn" });
Fastify().register(fastifyHandler(short));
export const worker = { fetch: fetchHandler(plain) } satisfies WorkersHandler<{ KV: object }>;
// @ts-expect-error options are not a handler
expressHandler(options);
// @ts-expect-error a reply has a status
fetchHandler(async () => ({ headers: {}, body: "", events: [] }));
// @ts-expect-error a handler answers with a promise
nodeHandler(() => ({ status: 200, headers: {}, body: "", events: [] }));
