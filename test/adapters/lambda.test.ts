import type { IncomingMessage, RequestListener } from "node:http";
import { describe, expect, test } from "vitest";
import { type LambdaEvent, type LambdaWebhook, lambdaHandler, lambdaWebhook } from "wacloud/lambda";
import { createWebhookHandler } from "wacloud/webhooks";
import { batch, delivery, message, secrets } from "../webhooks/signed.ts";
import { failing, handlerSuite } from "./handler-suite.ts";
import { type FrontDoorRequest, forms } from "./lambda-events.ts";
import { listen } from "./serving.ts";
import { endingSuite } from "./suite.ts";

const toHeaders = ({ headers }: IncomingMessage) =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));

/** A server in the place of AWS's front door. */
const serve = (form: (request: FrontDoorRequest) => LambdaEvent, handle: LambdaWebhook) => {
  const listener: RequestListener = async (request, response) => {
    try {
      const parts: Buffer[] = [];
      for await (const part of request) parts.push(part);
      const body = Buffer.concat(parts);
      const [path = "", query = ""] = String(request.url).split("?");
      const result = await handle(
        form({ method: String(request.method), path, query, headers: toHeaders(request), body }),
      );
      response.writeHead(result.statusCode, result.multiValueHeaders ?? result.headers).end(result.body);
    } catch {
      response.destroy(); // the sender has gone
    }
  };
  return listen(listener);
};

describe.each(Object.entries(forms))("Lambda behind %s", (_, form) => {
  test.each(Object.entries(endingSuite))("%s", (_name, check) =>
    check((options) => serve(form, lambdaWebhook(options))),
  );

  test.each(Object.entries(handlerSuite))("a handler of your own: %s", (_name, check) =>
    check((handler) => serve(form, lambdaHandler(handler))),
  );
});

test("a webhook mounted as a handler waits for its functions and tells Meta if one failed", async () => {
  const failed = lambdaHandler(
    createWebhookHandler({
      ...secrets,
      respond: "immediately",
      onError: () => undefined,
      onEvent: () => Promise.reject(new Error("no")),
    }),
  );
  const { rawBody, headers } = await delivery(batch(message("wamid.1")));
  const event = { httpMethod: "POST", headers: headers as Record<string, string>, body: String(rawBody) };
  expect(await failed(event)).toMatchObject({ statusCode: 500 });
});

test("a failing handler rejects the function", async () => {
  await expect(lambdaHandler(failing)({ httpMethod: "GET" })).rejects.toThrow("out of order");
});

test("an event without body, headers and query is answered", async () => {
  const handle = lambdaWebhook(secrets);
  expect(
    await handle({ httpMethod: "GET", headers: null, queryStringParameters: null, body: null }),
  ).toMatchObject({
    statusCode: 403,
  });
  expect(await handle({ httpMethod: "POST" })).toMatchObject({ statusCode: 401 });
});

test.each(["not base64!", "%%%", "abcde"])(
  "a body that is not base64 (%s) is answered, signed or not",
  async (body) => {
    const handle = lambdaWebhook({ ...secrets, onEvent: () => expect.unreachable() });
    const event = { httpMethod: "POST", body, isBase64Encoded: true };
    expect(await handle(event)).toMatchObject({ statusCode: 401 });
    const headers = { "x-hub-signature-256": `sha256=${"0".repeat(64)}` };
    expect(await handle({ ...event, headers })).toMatchObject({ statusCode: 400 });
  },
);

test("header names may have any case", async () => {
  const { rawBody, headers } = await delivery(batch(message("wamid.1")));
  const signature = Object.values(headers as Record<string, string>)[0] ?? "";
  const event = { httpMethod: "POST", headers: { "X-Hub-Signature-256": signature }, body: String(rawBody) };
  expect(await lambdaWebhook(secrets)(event)).toMatchObject({ statusCode: 200 });
});

test("a verify token of any characters works behind every front door", async () => {
  const verifyToken = "ünï cödé+50%&=";
  const handle = lambdaWebhook({ ...secrets, verifyToken });
  const hub = { "hub.mode": "subscribe", "hub.challenge": "1158201444", "hub.verify_token": verifyToken };
  const query = String(new URLSearchParams(hub));
  for (const [name, form] of Object.entries(forms)) {
    const event = form({ method: "GET", path: "/webhook", query, headers: {}, body: new Uint8Array() });
    expect({ name, ...(await handle(event)) }).toMatchObject({ name, statusCode: 200, body: "1158201444" });
  }
});

test("a load balancer with lists of headers is answered with lists", async () => {
  const handle = lambdaWebhook(secrets);
  const request = { method: "PUT", path: "/webhook", query: "", headers: { a: "b" }, body: new Uint8Array() };
  const answers = await Promise.all(Object.values(forms).map(async (form) => handle(form(request))));
  expect(answers.map(({ headers }) => headers.allow)).toEqual(answers.map(() => "GET, POST"));
  const [last, ...others] = answers.reverse();
  expect(last?.multiValueHeaders).toMatchObject({ allow: ["GET, POST"] });
  for (const answer of others) expect(answer).not.toHaveProperty("multiValueHeaders");
});
