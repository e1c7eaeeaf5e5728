import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { serve as serveHono } from "@hono/node-server";
import express from "express";
import Fastify from "fastify";
import { Hono } from "hono";
import { expressWebhook } from "wacloud/express";
import { fastifyWebhook } from "wacloud/fastify";
import { fetchWebhook } from "wacloud/fetch";
import { runSuite } from "../suites/run.ts";
import { socketSuite } from "../suites/sockets.ts";
import { webhookSuite } from "../suites/webhook.ts";
import type { Serve } from "../suites/world.ts";
import { report } from "./report.ts";

const toAddress = (server: Server) =>
  new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/webhook`);

const serveExpress: Serve = async (options) => {
  const server = createServer(express().use("/webhook", expressWebhook(options)));
  await once(server.listen(0, "127.0.0.1"), "listening");
  return toAddress(server);
};

const serveFastify: Serve = async (options) => {
  const app = Fastify();
  app.register(fastifyWebhook, { path: "/webhook", ...options });
  await app.listen({ port: 0, host: "127.0.0.1" });
  return toAddress(app.server);
};

const serveWithHono: Serve = async (options) => {
  const webhook = fetchWebhook(options);
  const { fetch } = new Hono().all("/webhook", (context) => webhook(context.req.raw));
  const server = await new Promise<Server>((resolve) => {
    const started = serveHono({ fetch, port: 0, hostname: "127.0.0.1" }, () => resolve(started as Server));
  });
  return toAddress(server);
};

async function main(): Promise<void> {
  const checks = { ...webhookSuite, ...socketSuite };
  report([
    await runSuite("Express", checks, serveExpress),
    await runSuite("Fastify", checks, serveFastify),
    await runSuite("Hono", checks, serveWithHono),
  ]);
  process.exit();
}

void main();
