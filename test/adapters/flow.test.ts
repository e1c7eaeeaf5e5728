import type { Server } from "node:http";
import { serve as serveFetch } from "@hono/node-server";
import express from "express";
import Fastify from "fastify";
import { describe, expect, test } from "vitest";
import { expressFlow } from "wacloud/express";
import { fastifyFlow } from "wacloud/fastify";
import { fetchFlow } from "wacloud/fetch";
import { createFlowKeys, type FlowOptions, InvalidFlowTokenError } from "wacloud/flows";
import { lambdaFlow } from "wacloud/lambda";
import { nextFlow, nextPagesFlow } from "wacloud/next";
import { nodeFlow } from "wacloud/node";
import { encryptAsWhatsApp, signedHeaders } from "../flows/phone.ts";
import { afterTest, listen } from "./serving.ts";

const keys = await createFlowKeys();
const others = await createFlowKeys();
const appSecret = "s3cr3t-app-secret";

const options: FlowOptions = {
  privateKey: keys.privateKey,
  appSecret,
  logger: { warn: () => {}, error: () => {} },
  on: {
    INIT: () => ({ screen: "DATE", data: { slots: [] } }),
    "data_exchange.DATE": ({ data }) => ({ screen: "CONFIRM", data: { note: data.note } }),
    BACK: () => {
      throw new InvalidFlowTokenError("This form has expired.");
    },
  },
};

const serveWeb = (fetch: (request: Request) => Promise<Response>) =>
  listen(serveFetch({ fetch, port: 0, hostname: "127.0.0.1" }) as Server);

async function serveFastify(given: FlowOptions): Promise<URL> {
  const app = Fastify().register(fastifyFlow, { path: "/webhook", ...given });
  await app.ready();
  afterTest(() => app.close());
  return listen(app.server);
}

function serveLambda(given: FlowOptions): Promise<URL> {
  const handle = lambdaFlow(given);
  return listen(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part);
    const headers = request.headers as Record<string, string>;
    const body = Buffer.concat(parts).toString("base64");
    const result = await handle({
      requestContext: { http: { method: request.method } },
      headers,
      body,
      isBase64Encoded: true,
    });
    response.writeHead(result.statusCode, result.headers).end(result.body);
  });
}

const frameworks: Record<string, (given: FlowOptions) => Promise<URL>> = {
  Express: (given) => listen(express().use("/webhook", expressFlow(given))),
  "Express behind a parser that keeps the body": (given) =>
    listen(
      express()
        .use(express.raw({ type: () => true, limit: "10mb" }))
        .use("/webhook", expressFlow(given)),
    ),
  Fastify: serveFastify,
  "node:http": (given) => listen(nodeFlow(given)),
  fetch: (given) => serveWeb(fetchFlow(given)),
  "fetch with options from the environment": (given) => serveWeb(fetchFlow(() => given)),
  "Next's App Router": (given) => serveWeb(nextFlow(() => given).POST),
  "Next's Pages Router": (given) => {
    const route = nextPagesFlow(given);
    return listen((request, response) => void route(request, response));
  },
  Lambda: serveLambda,
};

/** Posts a request as WhatsApp does. */
async function ask(url: URL, request: object, { publicKey = keys.publicKey, secret = appSecret } = {}) {
  const sent = encryptAsWhatsApp({ version: "3.0", flow_token: "t", ...request }, publicKey);
  const body = JSON.stringify(sent.body);
  const answer = await fetch(url, { method: "POST", body, headers: signedHeaders(body, secret) });
  const text = await answer.text();
  const isSealed = [200, 427].includes(answer.status);
  return {
    status: answer.status,
    type: answer.headers.get("content-type"),
    body: isSealed ? sent.read(text) : text,
  };
}

describe.each(Object.entries(frameworks))("%s", (_, serve) => {
  test("answers a ping, an INIT and a data exchange", async () => {
    const url = await serve(options);
    const answered = (body: object) => ({ status: 200, type: "text/plain; charset=utf-8", body });
    expect(await ask(url, { action: "ping" })).toEqual(answered({ data: { status: "active" } }));
    expect(await ask(url, { action: "INIT" })).toEqual(answered({ screen: "DATE", data: { slots: [] } }));
    const data = { note: "Grüße 😀 \u2028" };
    const exchange = { action: "data_exchange", screen: "DATE", data };
    expect(await ask(url, exchange)).toEqual(answered({ screen: "CONFIRM", data }));
  });

  test("answers a bad token with 427, a wrong key with 421, a forged signature with 432", async () => {
    const url = await serve(options);
    expect(await ask(url, { action: "BACK" })).toMatchObject({
      status: 427,
      body: { error_msg: "This form has expired." },
    });
    expect(await ask(url, { action: "INIT" }, { publicKey: others.publicKey })).toMatchObject({
      status: 421,
    });
    expect(await ask(url, { action: "INIT" }, { secret: "forged" })).toMatchObject({ status: 432 });
    expect((await fetch(url, { method: "POST", body: "hello" })).status).toBe(432);
  });

  test("takes bodies of more than a webhook's 3 MB", async () => {
    const url = await serve(options);
    const data = { note: "x".repeat(4 * 1024 * 1024) };
    const answer = await ask(url, { action: "data_exchange", screen: "DATE", data });
    expect([answer.status, answer.body]).toEqual([200, { screen: "CONFIRM", data }]);
  });
});

test("wrong options are rejected immediately, or at the first request if a function returns them", async () => {
  const wrong = { ...options, appSecret: "" };
  for (const mount of [expressFlow, nodeFlow, fetchFlow, nextFlow, nextPagesFlow, lambdaFlow])
    expect(() => mount(wrong)).toThrow(/appSecret/);
  await expect(Fastify().register(fastifyFlow, wrong).ready()).rejects.toThrow(/appSecret/);
  const request = () => new Request("https://a.example/", { method: "POST" });
  await expect(fetchFlow(() => wrong)(request())).rejects.toThrow(/appSecret/);
  await expect(nextFlow(() => wrong).POST(request())).rejects.toThrow(/appSecret/);
});
