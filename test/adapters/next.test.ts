import type { Server } from "node:http";
import { serve } from "@hono/node-server";
import { describe, expect, test } from "vitest";
import {
  type NextWebhook,
  type NextWebhookOptions,
  nextHandler,
  nextPagesHandler,
  nextPagesWebhook,
  nextWebhook,
} from "wacloud/next";
import { createWebhookHandler, type WebhookHandler, type WebhookOptions } from "wacloud/webhooks";
import { batch, delivery, message, secrets } from "../webhooks/signed.ts";
import { failing, handlerSuite } from "./handler-suite.ts";
import { listen } from "./serving.ts";
import { endingSuite, suite } from "./suite.ts";

/** The App Router calls the function that is named like the method, and answers 405 where there is none. */
const appRouter = (options: NextWebhookOptions) => serveRoute(nextWebhook(options));

const serveRoute = (exported: NextWebhook) => {
  const route = exported as unknown as Record<string, (request: Request) => Promise<Response>>;
  const fetch = (request: Request) =>
    route[request.method]?.(request) ?? new Response(null, { status: 405, headers: { allow: "GET, POST" } });
  return listen(serve({ fetch, port: 0, hostname: "127.0.0.1" }) as Server);
};

const pagesRouter = (options: NextWebhookOptions) => {
  const route = nextPagesWebhook(options);
  return listen((request, response) => void route(request, response));
};

/** Stands in for `after` of `next/server`, which is proved in test/examples. */
const waitUntil = () => {};

describe.each([
  ["App Router", appRouter],
  ["Pages Router with its parser off", pagesRouter],
])("Next's %s", (_, serve) => {
  test.each(Object.entries(endingSuite))("%s", (_name, check) => check(serve));

  test.each(Object.entries(suite))("%s, with `after`", (_name, check) =>
    check((options) => serve({ ...options, waitUntil })),
  );
});

describe.each<[string, (handler: WebhookHandler) => Promise<URL>]>([
  ["App Router", (handler) => serveRoute(nextHandler(handler))],
  [
    "Pages Router",
    (handler) => {
      const route = nextPagesHandler(handler);
      return listen((request, response) => void route(request, response));
    },
  ],
])("Next's %s with a handler of your own", (_, serve) => {
  test.each(Object.entries(handlerSuite))("%s", (_name, check) => check(serve));

  test.each(Object.entries(endingSuite))("a webhook mounted as a handler: %s", (_name, check) =>
    check((options) => serve(createWebhookHandler(options))),
  );
});

test("a failing handler rejects the route", async () => {
  await expect(nextHandler(failing).GET(new Request("https://a.example/"))).rejects.toThrow("out of order");
  const request = { headers: {}, readableEnded: true, on: () => {} };
  const response = { statusCode: 0, setHeader: () => {}, end: () => {} };
  await expect(nextPagesHandler(failing)(request, response)).rejects.toThrow("out of order");
});

test("the Pages Router with its parser on is an error that names the fix", async () => {
  const { rawBody, headers } = await delivery(batch(message("wamid.1")));
  const request = {
    method: "POST",
    url: "/api/webhook",
    headers: headers as Record<string, string>,
    body: JSON.parse(String(rawBody)),
    readableDidRead: true,
    on: () => {},
  };
  const response = { statusCode: 0, setHeader: () => {}, end: () => {} };
  await expect(nextPagesWebhook(secrets)(request, response)).rejects.toThrow(/bodyParser: false/);
});

describe.each(["App Router", "Pages Router"])("options as a function on the %s", (router) => {
  const serve = (options: () => WebhookOptions) => {
    if (router === "App Router") return appRouter(options);
    const route = nextPagesWebhook(options);
    return listen((request, response) => {
      route(request, response).catch(() => response.writeHead(500).end());
    });
  };

  test("it is called once, at the first request: a build loads routes without the secrets", async () => {
    let asked = 0;
    const handled: string[] = [];
    const url = await serve(() => {
      asked += 1;
      return { ...secrets, onEvent: ({ id }) => void handled.push(id) };
    });
    expect(asked).toBe(0);
    for (const id of ["wamid.1", "wamid.2", "wamid.1"]) {
      const { rawBody: body, headers } = await delivery(batch(message(id)));
      expect((await fetch(url, { method: "POST", body, headers } as RequestInit)).status).toBe(200);
    }
    expect({ asked, handled }).toEqual({ asked: 1, handled: ["wamid.1", "wamid.2"] });
  });

  test("its error reaches Next, and it is called again: Meta redelivers until the secret is set", async () => {
    let appSecret = "";
    const handled: string[] = [];
    const url = await serve(() => ({ ...secrets, appSecret, onEvent: ({ id }) => void handled.push(id) }));
    const { rawBody: body, headers } = await delivery(batch(message("wamid.1")));
    const post = async () => (await fetch(url, { method: "POST", body, headers } as RequestInit)).status;
    expect(await post()).toBe(500);
    appSecret = secrets.appSecret;
    expect(await post()).toBe(200);
    expect(handled).toEqual(["wamid.1"]);
  });
});
