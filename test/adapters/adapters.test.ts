import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { serve } from "@hono/node-server";
import express from "express";
import fastify from "fastify";
import { Hono } from "hono";
import { expect, test } from "vitest";
import { expressWebhook } from "wacloud/express";
import { fastifyWebhook } from "wacloud/fastify";
import { fetchWebhook } from "wacloud/fetch";
import { nodeWebhook } from "wacloud/node";
import { appSecret, message, payload, signed, verifyToken } from "../support/webhooks.ts";
import { adapterSuite } from "./suite.ts";

const listening = async (server: Server) => {
  if (!server.listening) await new Promise((resolve) => server.once("listening", resolve));
  const { port } = server.address() as AddressInfo;
  const stop = () => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  };
  return { url: `http://127.0.0.1:${port}/webhook`, stop };
};

adapterSuite("node:http", async (options) => listening(createServer(nodeWebhook(options)).listen(0)));

adapterSuite("Express 5", async (options) => {
  const app = express();
  app.use("/webhook", expressWebhook(options));
  return listening(app.listen(0));
});

adapterSuite("Express 5 behind express.raw", async (options) => {
  const app = express();
  app.use(express.raw({ type: "*/*", limit: "10mb" }));
  app.use("/webhook", expressWebhook(options));
  return listening(app.listen(0));
});

adapterSuite("Fastify 5", async (options) => {
  const app = fastify();
  app.register(fastifyWebhook, { path: "/webhook", ...options });
  const address = await app.listen({ port: 0, host: "127.0.0.1" });
  return { url: `${address}/webhook`, stop: () => app.close() };
});

adapterSuite("fetch, in Hono", async (options) => {
  const app = new Hono();
  const webhook = fetchWebhook(options);
  app.all("/webhook", (context) => webhook(context.req.raw));
  const server = serve({ fetch: app.fetch, port: 0, hostname: "127.0.0.1" }) as Server;
  return listening(server);
});

test("Express: another parser that took the body is named, with the line that mends it", async () => {
  const app = express();
  const errors: Error[] = [];
  app.use(express.json());
  app.use("/webhook", expressWebhook({ appSecret, verifyToken }));
  app.use(
    (error: Error, _request: express.Request, response: express.Response, _next: express.NextFunction) => {
      errors.push(error);
      response.sendStatus(500);
    },
  );
  const { url, stop } = await listening(app.listen(0));
  const { rawBody, headers } = await signed(payload(message("a")));
  const init = {
    method: "POST",
    body: rawBody as string,
    headers: { ...(headers as object), "content-type": "application/json" },
  };
  expect((await fetch(url, init)).status).toBe(500);
  expect(errors[0]?.name).toBe("ConfigurationError");
  expect(errors[0]?.message).toContain("before app.use(express.json())");
  await stop();
});

test("Fastify: the app's own parsers stay as they are", async () => {
  const app = fastify();
  app.register(fastifyWebhook, { path: "/webhook", appSecret, verifyToken });
  app.post("/orders", async (request) => request.body);
  const answer = await app.inject({ method: "POST", url: "/orders", payload: { id: 7 } });
  expect(answer.json()).toEqual({ id: 7 });
  await app.close();
});

test("fetch: work after the answer is handed to the platform", async () => {
  const work: Promise<unknown>[] = [];
  let handled = 0;
  const webhook = fetchWebhook({
    appSecret,
    verifyToken,
    respond: "immediately",
    onEvent: async () => {
      await new Promise((resolve) => setTimeout(resolve, 20));
      handled += 1;
    },
  });
  const { rawBody, headers } = await signed(payload(message("a")));
  const request = new Request("https://shop.test/webhook", {
    method: "POST",
    body: rawBody as string,
    headers: headers as HeadersInit,
  });
  const response = await webhook(
    request,
    { SECRET: "env" },
    { waitUntil: (promise) => void work.push(promise) },
  );
  expect({ status: response.status, handled }).toEqual({ status: 200, handled: 0 });
  await Promise.all(work);
  expect(handled).toBe(1);
});
