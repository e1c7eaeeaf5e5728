import type { Server } from "node:http";
import { serve } from "@hono/node-server";
import { describe, expect, test } from "vitest";
import { nextPagesWebhook, nextWebhook } from "wacloud/next";
import type { WebhookOptions } from "wacloud/webhooks";
import { batch, delivery, message, secrets } from "../webhooks/signed.ts";
import { listen } from "./serving.ts";
import { suite } from "./suite.ts";

/** The App Router calls the function that is named like the method, and answers 405 where there is none. */
const appRouter = (options: WebhookOptions) => {
  const route = nextWebhook(options) as unknown as Record<string, (request: Request) => Promise<Response>>;
  const fetch = (request: Request) =>
    route[request.method]?.(request) ?? new Response(null, { status: 405, headers: { allow: "GET, POST" } });
  return listen(serve({ fetch, port: 0, hostname: "127.0.0.1" }) as Server);
};

describe("Next's App Router", () => {
  test.each(Object.entries(suite))("%s", (_, check) => check(appRouter));
});

describe("Next's Pages Router with its parser off", () => {
  test.each(Object.entries(suite))("%s", (_, check) =>
    check((options) => {
      const route = nextPagesWebhook(options);
      return listen((request, response) => void route(request, response));
    }),
  );
});

test("the Pages Router with its parser on is told the line that mends it", async () => {
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
