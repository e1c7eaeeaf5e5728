import express from "express";
import { describe, expect, test } from "vitest";
import { expressHandler, expressWebhook } from "wacloud/express";
import { ConfigurationError, signPayload, type WebhookOptions } from "wacloud/webhooks";
import { appSecret, batch, deferred, message, secrets } from "../webhooks/signed.ts";
import { floodSuite } from "./flood.ts";
import { failing, handlerSuite } from "./handler-suite.ts";
import { listen } from "./serving.ts";
import { suite } from "./suite.ts";

type Middleware = express.RequestHandler;

/** An app with the webhook at /webhook, behind other middleware. */
const serve =
  (...before: Middleware[]) =>
  (options: WebhookOptions) => {
    const app = express();
    for (const middleware of before) app.use(middleware);
    app.use("/webhook", expressWebhook(options));
    return listen(app);
  };

describe("Express without a body parser", () => {
  test.each(Object.entries({ ...suite, ...floodSuite }))("%s", (_, check) => check(serve()));
});

describe("Express behind a parser that keeps the body", () => {
  const limit = "50mb";
  const everything = () => true;
  // Of a body that breaks off, the parser tells Express before the webhook is called.
  const checks = Object.entries(suite).filter(([name]) => !name.includes("hangs up"));
  test.each(checks)("raw: %s", (_, check) => check(serve(express.raw({ type: everything, limit }))));
  test.each(checks)("text: %s", (_, check) => check(serve(express.text({ type: everything, limit }))));
});

describe("Express with a handler of your own", () => {
  test.each(Object.entries(handlerSuite))("%s", (_, check) =>
    check((handler) => listen(express().use("/webhook", expressHandler(handler)))),
  );

  test.each(Object.entries(handlerSuite))("behind a parser that keeps the body: %s", (_, check) =>
    check((handler) => {
      const keep = express.raw({ type: () => true, limit: "50mb" });
      return listen(express().use(keep).use("/webhook", expressHandler(handler)));
    }),
  );

  test("its failure reaches the error handler", async () => {
    const app = express().use("/webhook", expressHandler(failing));
    const messages: string[] = [];
    app.use((error: Error, _request: unknown, response: express.Response, _next: unknown) => {
      messages.push(error.message);
      response.status(503).end();
    });
    expect((await fetch(await listen(app))).status).toBe(503);
    expect(messages).toEqual(["out of order"]);
  });
});

async function post(url: URL, headers: Record<string, string> = {}) {
  const rawBody = batch(message("wamid.1"));
  const signature = await signPayload({ rawBody, appSecret });
  return fetch(url, {
    method: "POST",
    body: rawBody,
    headers: { "x-hub-signature-256": signature, "content-type": "application/json", ...headers },
  });
}

describe("Express behind express.json()", () => {
  test("names the fix, in the response and to the error handler", async () => {
    const answer = await post(
      await serve(express.json())({ ...secrets, onEvent: () => expect.unreachable() }),
    );
    expect(answer.status).toBe(500);
    expect(await answer.text()).toMatch(
      /move app\.use\(express\.json\(\)\) below the app\.use\(…\) that mounts this handler/,
    );

    const app = express().use(express.json()).use("/webhook", expressWebhook(secrets));
    const errors: unknown[] = [];
    app.use((error: unknown, _request: unknown, response: express.Response, _next: unknown) => {
      errors.push(error);
      response.status(500).end();
    });
    await post(await listen(app));
    expect(errors).toEqual([expect.any(ConfigurationError)]);
  });

  test("still answers verification requests, and bodies that the parser ignored", async () => {
    const url = await serve(express.json())(secrets);
    expect((await fetch(url)).status).toBe(403);
    expect((await post(url, { "content-type": "text/plain" })).status).toBe(200);
  });

  test("uses a raw body that was kept next to the parsed one", async () => {
    const keep = express.json({
      verify: (request, _response, body) => Object.assign(request, { rawBody: body }),
    });
    expect((await post(await serve(keep)(secrets))).status).toBe(200);
  });
});

test("a response that a timeout has sent already is left alone", async () => {
  const app = express();
  const errors: unknown[] = [];
  const gate = deferred();
  app.use((_request, response, next) => {
    setTimeout(() => response.status(503).end("too slow"), 5);
    next();
  });
  app.use("/webhook", expressWebhook({ ...secrets, onEvent: () => gate.promise }));
  app.use((error: unknown, _request: unknown, _response: express.Response, _next: unknown) => {
    errors.push(error);
  });
  const url = await listen(app);
  expect((await post(url)).status).toBe(503);
  gate.resolve();
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(errors).toEqual([]);
});

test("other routes keep their parsers", async () => {
  const app = express();
  app.use("/webhook", expressWebhook(secrets));
  app.use(express.json());
  app.post("/orders", (request, response) => void response.json(request.body));
  const url = await listen(app);
  expect((await post(url)).status).toBe(200);
  const order = { method: "POST", body: '{"a":1}', headers: { "content-type": "application/json" } };
  expect(await (await fetch(new URL("/orders", url), order)).json()).toEqual({ a: 1 });
});

test("wrong options are rejected immediately", () => {
  expect(() => expressWebhook({ ...secrets, verifyToken: "" })).toThrow(ConfigurationError);
});
