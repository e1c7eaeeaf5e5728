import { once } from "node:events";
import type { Server } from "node:http";
import { connect } from "node:net";
import Fastify from "fastify";
import { describe, expect, test } from "vitest";
import { fastifyHandler, fastifyWebhook } from "wacloud/fastify";
import { ConfigurationError, signPayload, type WebhookOptions } from "wacloud/webhooks";
import { appSecret, batch, deferred, message, secrets } from "../webhooks/signed.ts";
import { floodSuite } from "./flood.ts";
import { failing, handlerSuite } from "./handler-suite.ts";
import { afterTest, listen } from "./serving.ts";
import { suite } from "./suite.ts";

async function serve(options: WebhookOptions): Promise<URL> {
  const app = Fastify();
  app.register(fastifyWebhook, { path: "/webhook", ...options });
  return start(app);
}

async function start(app: { ready(): PromiseLike<unknown>; close(): unknown; server: Server }): Promise<URL> {
  await app.ready();
  afterTest(() => app.close());
  return listen(app.server);
}

describe("Fastify", () => {
  test.each(Object.entries({ ...suite, ...floodSuite }))("%s", (_, check) => check(serve));
});

describe("Fastify with a handler of your own", () => {
  test.each(Object.entries(handlerSuite))("%s", (_, check) =>
    check((handler) => start(Fastify().register(fastifyHandler(handler), { path: "/webhook" }))),
  );

  test("it is mounted at the prefix by default", async () => {
    const handler = async () => ({ status: 200, headers: {}, body: "here", events: [] });
    const url = await start(Fastify().register(fastifyHandler(handler), { prefix: "/webhook" }));
    expect(await (await fetch(url)).text()).toBe("here");
  });

  test("it never sees an incomplete body", async () => {
    const bodies: unknown[] = [];
    const arrived = deferred();
    const app = Fastify();
    app.addHook("onRequest", async () => arrived.resolve());
    app.register(
      fastifyHandler(async ({ rawBody }) => {
        bodies.push(rawBody);
        return { status: 200, headers: {}, body: "", events: [] };
      }),
      { path: "/webhook" },
    );
    const url = await start(app);
    const socket = connect(Number(url.port), url.hostname);
    socket.write("POST /webhook HTTP/1.1\r\nhost: a\r\ncontent-type: a/b\r\ncontent-length: 10\r\n\r\n12345");
    await arrived.promise;
    socket.destroy();
    await once(socket, "close");
    expect((await fetch(url, { method: "POST", body: "whole" })).status).toBe(200);
    expect(bodies.map((body) => Buffer.from(body as Uint8Array).toString())).toEqual(["whole"]);
  });

  test("its failure reaches the error handler", async () => {
    const messages: string[] = [];
    const app = Fastify();
    app.setErrorHandler((error: Error, _request, reply) => {
      messages.push(error.message);
      return reply.code(503).send();
    });
    app.register(fastifyHandler(failing), { path: "/webhook" });
    expect((await fetch(await start(app))).status).toBe(503);
    expect(messages).toEqual(["out of order"]);
  });
});

async function post(url: URL, id = "wamid.1") {
  const rawBody = batch(message(id));
  const signature = await signPayload({ rawBody, appSecret });
  const headers = { "x-hub-signature-256": signature, "content-type": "application/json" };
  return fetch(url, { method: "POST", body: rawBody, headers });
}

test("a response that was sent already is left alone", async () => {
  const warnings: unknown[] = [];
  const stream = { write: (line: string) => warnings.push(JSON.parse(line)) };
  const app = Fastify({ logger: { level: "warn", stream } });
  const gate = deferred();
  app.addHook("preHandler", async (_request, reply) => {
    setTimeout(() => reply.code(503).send("too slow"), 5);
  });
  app.register(fastifyWebhook, { ...secrets, onEvent: () => gate.promise });
  const url = await start(app);
  expect((await post(url)).status).toBe(503);
  gate.resolve();
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(warnings).toEqual([]);
});

test("other routes keep their parsers, whether they come before or after", async () => {
  const app = Fastify();
  app.addContentTypeParser("text/csv", { parseAs: "string" }, async (_: unknown, body: string) =>
    body.split(","),
  );
  app.post("/before", async (request) => request.body);
  app.register(fastifyWebhook, { path: "/webhook", ...secrets });
  app.post("/after", async (request) => request.body);
  const url = await start(app);
  expect((await post(url)).status).toBe(200);
  const send = async (path: string, type: string, body: string) => {
    const answer = await fetch(new URL(path, url), {
      method: "POST",
      body,
      headers: { "content-type": type },
    });
    return { status: answer.status, body: await answer.json() };
  };
  for (const path of ["/before", "/after"]) {
    expect(await send(path, "application/json", '{"a":1}')).toEqual({ status: 200, body: { a: 1 } });
    expect(await send(path, "text/csv", "a,b")).toEqual({ status: 200, body: ["a", "b"] });
    expect(await send(path, "text/unknown", "a")).toMatchObject({ status: 415 });
  }
});

test("the app's body limit does not apply to the webhook", async () => {
  const app = Fastify({ bodyLimit: 10 });
  app.register(fastifyWebhook, secrets);
  expect((await post(await start(app))).status).toBe(200);
});

test("it is mounted at /webhook by default, below the prefix, and several can coexist", async () => {
  const seen: string[] = [];
  const app = Fastify();
  app.register(fastifyWebhook, { ...secrets, onEvent: ({ id }) => seen.push(id), logLevel: "silent" });
  app.register(fastifyWebhook, { prefix: "/api", ...secrets, onEvent: ({ id }) => seen.push(`api ${id}`) });
  app.register(fastifyWebhook, { path: "/other", ...secrets, onEvent: ({ id }) => seen.push(`other ${id}`) });
  const url = await start(app);
  for (const path of ["/webhook", "/api/webhook", "/other"]) {
    expect((await post(new URL(path, url))).status).toBe(200);
  }
  expect(seen).toEqual(["wamid.1", "api wamid.1", "other wamid.1"]);
});

test("wrong options keep the app from starting", async () => {
  const app = Fastify();
  app.register(fastifyWebhook, { ...secrets, appSecret: "" });
  await expect(app.ready()).rejects.toThrow(ConfigurationError);
});
