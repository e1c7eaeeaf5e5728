import type { Server } from "node:http";
import { type ServerType, serve as serveFetch } from "@hono/node-server";
import { Hono } from "hono";
import { describe, expect, test, vi } from "vitest";
import { fetchHandler, fetchWebhook } from "wacloud/fetch";
import { ConfigurationError, signPayload } from "wacloud/webhooks";
import { appSecret, batch, message, secrets } from "../webhooks/signed.ts";
import { floodSuite } from "./flood.ts";
import { failing, handlerSuite } from "./handler-suite.ts";
import { listen } from "./serving.ts";
import { suite } from "./suite.ts";

async function start(fetch: (request: Request) => Response | Promise<Response>): Promise<URL> {
  const server: ServerType = await new Promise((resolve) => {
    const started = serveFetch({ fetch, port: 0, hostname: "127.0.0.1" }, () => resolve(started));
  });
  return listen(server as Server);
}

describe("fetch", () => {
  test.each(Object.entries({ ...suite, ...floodSuite }))("%s", (_, check) =>
    check((options) => start(fetchWebhook(options))),
  );
});

describe("fetch with a handler of your own", () => {
  test.each(Object.entries(handlerSuite))("%s", (_, check) =>
    check((handler) => start(fetchHandler(handler))),
  );

  test("it receives the platform's `waitUntil`", async () => {
    const work: unknown[] = [];
    const serve = fetchHandler(async ({ waitUntil }) => {
      waitUntil?.(Promise.resolve("later"));
      return { status: 200, headers: {}, body: "", events: [] };
    });
    await serve(await request(), {}, { waitUntil: (promise: unknown) => work.push(promise) });
    expect(await Promise.all(work)).toEqual(["later"]);
  });

  test("its failure rejects the request", async () => {
    await expect(fetchHandler(failing)(await request())).rejects.toThrow("out of order");
  });
});

describe("Hono", () => {
  test.each(Object.entries(suite))("%s", (_, check) =>
    check((options) => {
      const webhook = fetchWebhook(options);
      return start(new Hono().all("/webhook", (context) => webhook(context.req.raw)).fetch);
    }),
  );
});

async function request(): Promise<Request> {
  const body = batch(message("wamid.1"));
  const headers = { "x-hub-signature-256": await signPayload({ rawBody: body, appSecret }) };
  return new Request("https://example.com/webhook?a=1", { method: "POST", body, headers });
}

describe("the platform's context", () => {
  class Context {
    readonly work: Promise<unknown>[] = [];
    waitUntil(work: Promise<unknown>) {
      this.work.push(work);
    }
  }

  test.each<[string, (context: Context) => unknown[]]>([
    ["third, after the environment (Workers)", (context) => [{ KV: {} }, context]],
    ["second (Vercel, Netlify)", (context) => [context]],
  ])("is found where it comes %s, and keeps its `this`", async (_, args) => {
    const context = new Context();
    const onEvent = vi.fn(() => new Promise((resolve) => setTimeout(resolve, 5)));
    const webhook = fetchWebhook({ ...secrets, respond: "immediately", onEvent });
    expect((await webhook(await request(), ...args(context))).status).toBe(200);
    expect(context.work).toHaveLength(1);
    expect(await context.work[0]).toEqual(["done"]);
    expect(onEvent).toHaveBeenCalledTimes(1);
  });

  test.each([[[undefined, undefined]], [[null, null]], [["server", { ip: "1" }]], [[{ waitUntil: 1 }]]])(
    "may be anything else: %j",
    async (args) => {
      expect((await fetchWebhook(secrets)(await request(), ...args)).status).toBe(200);
    },
  );
});

test("a body that was already read is an error that explains the fix", async () => {
  const webhook = fetchWebhook(secrets);
  const read = await request();
  await read.text();
  await expect(webhook(read)).rejects.toThrow(ConfigurationError);
  const locked = await request();
  locked.body?.getReader();
  await expect(webhook(locked)).rejects.toThrow(/request\.clone\(\)/);
  const cloned = await request();
  await cloned.clone().text();
  expect((await webhook(cloned)).status).toBe(200);
});

test("an incomplete body is answered, not thrown", async () => {
  const body = new ReadableStream({ start: (controller) => controller.error(new Error("gone")) });
  const broken = new Request("https://example.com", { method: "POST", body, duplex: "half" } as RequestInit);
  expect((await fetchWebhook(secrets)(broken)).status).toBe(400);
});

test("an endless body is cut off and answered", async () => {
  const part = new Uint8Array(1024 * 1024);
  let read = 0;
  const canceled = vi.fn();
  const body = new ReadableStream({
    pull: (controller) => {
      read += 1;
      controller.enqueue(part);
    },
    cancel: canceled,
  });
  const endless = new Request("https://example.com", { method: "POST", body, duplex: "half" } as RequestInit);
  expect((await fetchWebhook({ ...secrets, maxBodyBytes: 1000 })(endless)).status).toBe(413);
  expect(read).toBeLessThan(20);
  expect(canceled).toHaveBeenCalledTimes(1);
});

test("wrong options are rejected immediately", () => {
  expect(() => fetchWebhook({ ...secrets, appSecret: [] })).toThrow(ConfigurationError);
});

describe("options as a function", () => {
  test("it is called once, at the first request, with the second argument", async () => {
    const asked: unknown[] = [];
    const onEvent = vi.fn();
    const webhook = fetchWebhook((env: { SECRET: string }) => {
      asked.push(env);
      return { ...secrets, appSecret: env.SECRET, onEvent };
    });
    expect(asked).toEqual([]);
    const env = { SECRET: appSecret };
    for (let times = 0; times < 2; times += 1) expect((await webhook(await request(), env)).status).toBe(200);
    expect(asked).toEqual([env]);
    expect(onEvent).toHaveBeenCalledTimes(1);
  });

  test("its error rejects the request, and the next request calls it again", async () => {
    const webhook = fetchWebhook((env: { SECRET?: string }) => ({ ...secrets, appSecret: env.SECRET ?? "" }));
    await expect(webhook(await request(), {})).rejects.toThrow(ConfigurationError);
    expect((await webhook(await request(), { SECRET: appSecret })).status).toBe(200);
  });
});

test("an invalid URL, as Deno passes on what clients send, breaks nothing", async () => {
  const request = Object.defineProperty(new Request("http://localhost/"), "url", { value: "http://[" });
  expect((await fetchWebhook({ ...secrets, onEvent: () => undefined })(request)).status).toBe(403);
});
