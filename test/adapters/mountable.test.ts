import express from "express";
import Fastify from "fastify";
import { describe, expect, test } from "vitest";
import { expressHandler } from "wacloud/express";
import { fastifyHandler } from "wacloud/fastify";
import { fetchHandler } from "wacloud/fetch";
import { lambdaHandler } from "wacloud/lambda";
import { nextHandler, nextPagesHandler } from "wacloud/next";
import { nodeHandler } from "wacloud/node";
import { ConfigurationError, type WebhookHandler } from "wacloud/webhooks";
import { secrets } from "../webhooks/signed.ts";
import { afterTest, listen } from "./serving.ts";

type Handler = WebhookHandler;

/** The error with which a request to the handler ends. */
const adapters: Record<
  string,
  { mount: (handler: Handler) => unknown; fail: (handler: Handler) => unknown }
> = {
  expressHandler: {
    mount: expressHandler,
    fail: async (handler) => {
      const errors: unknown[] = [];
      const app = express().use(expressHandler(handler));
      app.use((error: unknown, _request: unknown, response: express.Response, _next: unknown) => {
        errors.push(error);
        response.status(500).end();
      });
      expect((await fetch(await listen(app))).status).toBe(500);
      return errors[0];
    },
  },
  fastifyHandler: {
    mount: fastifyHandler,
    fail: async (handler) => {
      const errors: unknown[] = [];
      const app = Fastify();
      app.setErrorHandler((error, _request, reply) => {
        errors.push(error);
        return reply.code(500).send();
      });
      await app.register(fastifyHandler(handler), { path: "/webhook" }).ready();
      afterTest(() => app.close());
      expect((await fetch(await listen(app.server))).status).toBe(500);
      return errors[0];
    },
  },
  fetchHandler: { mount: fetchHandler, fail: (handler) => caught(fetchHandler(handler)(request())) },
  lambdaHandler: {
    mount: lambdaHandler,
    fail: (handler) =>
      caught(lambdaHandler(handler)({ httpMethod: "GET", headers: {}, body: null } as never)),
  },
  nextHandler: { mount: nextHandler, fail: (handler) => caught(nextHandler(handler).GET(request())) },
  nextPagesHandler: {
    mount: nextPagesHandler,
    fail: (handler) => overNode((...facts) => nextPagesHandler(handler)(...facts)),
  },
  nodeHandler: { mount: nodeHandler, fail: (handler) => overNode(nodeHandler(handler)) },
};

const request = () => new Request("https://a.example/webhook");

const caught = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => undefined,
    (error: unknown) => error,
  );

async function overNode(serve: ReturnType<typeof nodeHandler>): Promise<unknown> {
  const errors: unknown[] = [];
  const url = await listen(async (request, response) => {
    errors.push(await caught(serve(request, response)));
    response.writeHead(500).end();
  });
  expect((await fetch(url)).status).toBe(500);
  return errors[0];
}

const incomplete: [string, unknown][] = [
  ["nothing", undefined],
  ["a status", 200],
  ["no headers", { status: 200, body: "" }],
  ["no body", { status: 200, headers: {} }],
  ["a status that is text", { status: "200", headers: {}, body: "" }],
];

describe.each(Object.entries(adapters))("%s", (_, { mount, fail }) => {
  test.each([
    ["nothing", undefined],
    ["options", secrets],
  ])("%s is no handler, and that is said when it is mounted", (_, handler) => {
    expect(() => mount(handler as never)).toThrow(ConfigurationError);
    expect(() => mount(handler as never)).toThrow(/must be a function.*createWebhookHandler\(options\)/);
  });

  test.each(incomplete)(
    "a handler that returns %s ends the request with an error that says so",
    async (_, reply) => {
      const error = await fail(async () => reply as never);
      expect(error).toBeInstanceOf(ConfigurationError);
      expect(error).toMatchObject({ message: expect.stringContaining("`{ status, headers, body }`") });
    },
  );
});

test.each([undefined, null, 0, ""])(
  "Express hears of a handler that throws %j: nothing would mean success",
  async (thrown) => {
    const error = await adapters.expressHandler?.fail(() => Promise.reject(thrown));
    expect(error).toMatchObject({ message: "The handler threw nothing that says what failed." });
  },
);
