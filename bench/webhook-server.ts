// A server with wacloud's webhook or with one that answers 200 to everything; tells how much CPU it has used.
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import express from "express";
import fastify, { type FastifyInstance } from "fastify";
import { expressWebhook } from "wacloud/express";
import { fastifyWebhook } from "wacloud/fastify";
import { nodeWebhook } from "wacloud/node";
import { appSecret } from "./webhooks.ts";

const options = { appSecret, verifyToken: "v", onEvent: () => {} };

const servers: Record<string, () => Promise<Server>> = {
  "express wacloud": async () => createServer(express().use("/webhook", expressWebhook(options))),
  "express bare": async () =>
    createServer(
      express().post("/webhook", express.raw({ type: "*/*" }), (_, response) => void response.send("OK")),
    ),
  "fastify wacloud": () => fastifyServer((app) => app.register(fastifyWebhook, options)),
  "fastify bare": () =>
    fastifyServer((app) => {
      app.removeAllContentTypeParsers();
      app.addContentTypeParser("*", { parseAs: "buffer" }, (_request, body, done) => done(null, body));
      app.post("/webhook", async () => "OK");
    }),
  "node:http wacloud": async () => createServer(nodeWebhook(options) as RequestListener),
  "node:http bare": async () =>
    createServer((request, response) => void request.resume().on("end", () => response.end("OK"))),
};

async function fastifyServer(setUp: (app: FastifyInstance) => unknown): Promise<Server> {
  const app = fastify();
  setUp(app);
  await app.ready();
  return app.server;
}

const server = await servers[process.argv[2] ?? ""]?.();
if (server === undefined) throw new Error(`No such server: ${process.argv[2]}`);
server.listen(0, "127.0.0.1", () => process.send?.((server.address() as AddressInfo).port));

process.on("message", () => {
  const { user, system } = process.cpuUsage();
  process.send?.(user + system);
});
process.on("disconnect", () => process.exit());
