import type { IncomingMessage, RequestListener } from "node:http";
import { describe, expect, test } from "vitest";
import { type LambdaEvent, lambdaWebhook } from "wacloud/lambda";
import type { WebhookOptions } from "wacloud/webhooks";
import { batch, delivery, message, secrets } from "../webhooks/signed.ts";
import { listen } from "./serving.ts";
import { suite } from "./suite.ts";

type Form = (request: IncomingMessage, body: Buffer, query: Record<string, string>) => LambdaEvent;

const headersOf = ({ headers }: IncomingMessage) =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));

/** What AWS's front doors make of a request. */
const forms: Record<string, Form> = {
  "API Gateway v1": (request, body, query) => ({
    httpMethod: String(request.method),
    headers: headersOf(request),
    queryStringParameters: query,
    body: body.toString(),
    isBase64Encoded: false,
  }),
  "API Gateway v2 and function URLs": (request, body, query) => ({
    requestContext: { http: { method: String(request.method) } },
    headers: headersOf(request),
    queryStringParameters: query,
    body: body.toString("base64"),
    isBase64Encoded: true,
  }),
  "a load balancer with lists of headers": (request, body, query) => ({
    httpMethod: String(request.method),
    headers: null,
    multiValueHeaders: Object.fromEntries(
      Object.entries(headersOf(request)).map(([name, value]) => [name, [value]]),
    ),
    queryStringParameters: query,
    body: body.toString(),
  }),
};

/** A server in the place of AWS's front door. */
const serve = (form: Form) => (options: WebhookOptions) => {
  const handle = lambdaWebhook(options);
  const listener: RequestListener = async (request, response) => {
    try {
      const parts: Buffer[] = [];
      for await (const part of request) parts.push(part);
      const body = Buffer.concat(parts);
      const searchParams = new URLSearchParams(request.url?.split("?")[1]);
      const result = await handle(form(request, body, Object.fromEntries(searchParams)));
      response.writeHead(result.statusCode, result.headers).end(result.body);
    } catch {
      response.destroy(); // the sender has gone
    }
  };
  return listen(listener);
};

describe.each(Object.entries(forms))("Lambda behind %s", (_, form) => {
  test.each(Object.entries(suite))("%s", (_name, check) => check(serve(form)));
});

test("an event without body, headers and query is answered, not thrown at", async () => {
  const handle = lambdaWebhook(secrets);
  expect(
    await handle({ httpMethod: "GET", headers: null, queryStringParameters: null, body: null }),
  ).toMatchObject({
    statusCode: 403,
  });
  expect(await handle({ httpMethod: "POST" })).toMatchObject({ statusCode: 401 });
});

test("header names may come in any case", async () => {
  const { rawBody, headers } = await delivery(batch(message("wamid.1")));
  const signature = Object.values(headers as Record<string, string>)[0] ?? "";
  const event = { httpMethod: "POST", headers: { "X-Hub-Signature-256": signature }, body: String(rawBody) };
  expect(await lambdaWebhook(secrets)(event)).toMatchObject({ statusCode: 200 });
});
