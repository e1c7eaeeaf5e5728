import { Writable } from "node:stream";
import fastify from "fastify";
import { pino } from "pino";
import { describe, expect, test, vi } from "vitest";
import { ConfigurationError, type FieldsFirstLogger, pinoLogger, WhatsAppClient } from "wacloud";
import { createWebhookHandler, pinoLogger as pinoLoggerOfWebhooks } from "wacloud/webhooks";
import { batch, delivery, message, secrets } from "../webhooks/signed.ts";

const valid = { accessToken: "EAAtoken", phoneNumberId: "1" };

/** A pino at its lowest level, and the lines that it wrote. */
function writing(options: object = {}) {
  const lines: Record<string, unknown>[] = [];
  const write = (line: unknown, _: unknown, done: () => void) => {
    lines.push(JSON.parse(String(line)));
    done();
  };
  return { lines, instance: pino({ level: "trace", ...options }, new Writable({ write })) };
}

test.each([
  ["debug", 20],
  ["info", 30],
  ["warn", 40],
  ["error", 50],
] as const)("%s: pino writes the message and the fields", (method, level) => {
  const { lines, instance } = writing();
  pinoLogger(instance)[method]("wacloud: repeating a call", { attempt: 2, delayMs: 100 });
  expect(lines).toMatchObject([{ level, msg: "wacloud: repeating a call", attempt: 2, delayMs: 100 }]);
});

test("a message without fields, and both entries export the same function", () => {
  const { lines, instance } = writing();
  pinoLoggerOfWebhooks(instance).warn("wacloud: hello");
  expect(lines).toMatchObject([{ level: 40, msg: "wacloud: hello" }]);
});

test("an error keeps its message, its stack and its cause", () => {
  const { lines, instance } = writing();
  const error = new Error("the database is down", { cause: new Error("ECONNREFUSED") });
  pinoLogger(instance).error("wacloud: failed", { error, attempt: 1 });
  expect(lines).toMatchObject([
    { attempt: 1, err: { type: "Error", stack: expect.stringContaining("at ") } },
  ]);
  expect(JSON.stringify(lines)).toContain("the database is down");
  expect(JSON.stringify(lines)).toContain("ECONNREFUSED");
});

test("several errors are all written", () => {
  const { lines, instance } = writing();
  pinoLogger(instance).error("wacloud: failed", { errors: [new Error("first"), new Error("second")] });
  const written = JSON.stringify(lines);
  expect(written).toContain("first");
  expect(written).toContain("second");
});

test("what was thrown without being an error is written as it is", () => {
  const { lines, instance } = writing();
  pinoLogger(instance).error("wacloud: failed", { error: "no reason" });
  expect(lines).toMatchObject([{ msg: "wacloud: failed", err: "no reason" }]);
});

test("a child writes its bindings, and Fastify's log fits", () => {
  const { lines, instance } = writing();
  pinoLogger(instance.child({ app: "shop" })).warn("one");
  const app = fastify({ loggerInstance: instance });
  pinoLogger(app.log).warn("two", { attempt: 1 });
  expect(lines).toMatchObject([
    { app: "shop", msg: "one" },
    { msg: "two", attempt: 1 },
  ]);
});

test("a webhook's failure reaches pino with its error", async () => {
  const { lines, instance } = writing();
  const handle = createWebhookHandler({
    ...secrets,
    logger: pinoLogger(instance),
    onEvent: () => {
      throw new TypeError("cannot read the order");
    },
  });
  expect((await handle(await delivery(batch(message("wamid.1"))))).status).toBe(500);
  expect(lines).toMatchObject([{ level: 50, err: { type: "TypeError", message: "cannot read the order" } }]);
});

const nothing = () => undefined;
const bare = { debug: nothing, info: nothing, warn: nothing, error: nothing };

const fieldsFirst: [string, () => object][] = [
  ["pino", () => writing().instance],
  ["a child of pino", () => writing().instance.child({ app: "shop" })],
  ["pino that is silent", () => pino({ level: "silent" })],
  ["pino with levels of its own", () => writing({ customLevels: { audit: 35 } }).instance],
  ["Fastify's log", () => fastify({ logger: { level: "fatal" } }).log],
  ["Fastify's log when it is off", () => fastify().log],
  ["bunyan", () => ({ ...bare, trace: nothing, fatal: nothing, child: nothing, fields: {} })],
  ["a browser's pino", () => ({ ...bare, trace: nothing, fatal: nothing, child: nothing })],
];

describe("a logger that takes the fields first is refused, with the line that fixes it", () => {
  test.each(fieldsFirst)("%s", (_, make) => {
    const logger = make() as never;
    const client = () => new WhatsAppClient({ ...valid, logger });
    const webhook = () => createWebhookHandler({ ...secrets, logger });
    for (const construct of [client, webhook]) {
      expect(construct).toThrow(ConfigurationError);
      expect(construct).toThrow(/`logger` .*pinoLogger\(/);
    }
    const wrapped = pinoLogger(logger);
    expect(() => new WhatsAppClient({ ...valid, logger: wrapped })).not.toThrow();
    expect(() => createWebhookHandler({ ...secrets, logger: wrapped })).not.toThrow();
  });
});

describe("a logger that takes the message first is accepted", () => {
  test.each<[string, object]>([
    ["console", console],
    ["winston", { ...bare, child: nothing, log: nothing }],
    ["winston with levels of its own", { ...bare, child: nothing, log: nothing, trace: nothing }],
    ["one with children", { ...bare, child: nothing }],
    ["loglevel", { ...bare, trace: nothing, log: nothing }],
    ["spies", { debug: vi.fn(), info: vi.fn(), warn: vi.fn(), error: vi.fn() }],
  ])("%s", (_, logger) => {
    expect(() => new WhatsAppClient({ ...valid, logger: logger as never })).not.toThrow();
    expect(() => createWebhookHandler({ ...secrets, logger: logger as never })).not.toThrow();
  });
});

describe("what is no logger", () => {
  test.each<[string, unknown]>([
    ["the function pino", pino],
    ["undefined", undefined],
    ["null", null],
    ["a name", "pino"],
    ["without debug", { info: nothing, warn: nothing, error: nothing }],
  ])("is refused by pinoLogger: %s", (_, value) => {
    expect(() => pinoLogger(value as FieldsFirstLogger)).toThrow(
      "it must have the methods debug, info, warn, error: pass an instance, pinoLogger(pino())",
    );
  });

  test.each<[string, unknown]>([
    ["pino's function", pino],
    ["true", true],
    ["a function", nothing],
    ["a logger of webhooks", { warn: nothing, error: nothing }],
  ])("is refused by the client: %s", (_, logger) => {
    expect(() => new WhatsAppClient({ ...valid, logger: logger as never })).toThrow(/`logger/);
  });
});
