import { afterEach, describe, expect, test, vi } from "vitest";
import {
  ConfigurationError,
  createWebhookHandler,
  isWhatsAppError,
  type WebhookOptions,
  webhookOptionsFromEnv,
} from "wacloud/webhooks";
import { appSecret, secrets, verifyToken } from "./signed.ts";

afterEach(() => {
  vi.unstubAllEnvs();
  vi.unstubAllGlobals();
});

function refusal(action: () => unknown): ConfigurationError {
  try {
    action();
  } catch (error) {
    if (error instanceof ConfigurationError && isWhatsAppError(error)) return error;
    throw error;
  }
  throw new Error("Expected a ConfigurationError.");
}

const construct = (options: object) => () =>
  createWebhookHandler({ ...secrets, ...options } as unknown as WebhookOptions);

test.each<[string, object, RegExp]>([
  ["appSecret", { appSecret: undefined }, /appSecret.*WHATSAPP_APP_SECRET/],
  ["appSecret", { appSecret: "" }, /appSecret.*WHATSAPP_APP_SECRET/],
  ["appSecret", { appSecret: [] }, /appSecret.*WHATSAPP_APP_SECRET/],
  ["appSecret", { appSecret: [appSecret, ""] }, /appSecret.*WHATSAPP_APP_SECRET/],
  ["appSecret", { appSecret: `${appSecret}\n` }, /`appSecret` has leading or trailing whitespace/],
  ["appSecret", { appSecret: ["a", " b"] }, /`appSecret` has leading or trailing whitespace/],
  ["verifyToken", { verifyToken: undefined }, /verifyToken.*WHATSAPP_WEBHOOK_VERIFY_TOKEN/],
  ["verifyToken", { verifyToken: "" }, /verifyToken.*WHATSAPP_WEBHOOK_VERIFY_TOKEN/],
  [
    "secret",
    { secret: "x" },
    /`secret` is not an option\. Did you mean `appSecret`\? Use one of: appSecret, verifyToken, on, /,
  ],
  [
    "onMessage",
    { onMessage: () => undefined },
    /`onMessage` is not an option\. Did you mean `on`\? Use one of: appSecret, /,
  ],
  [
    "on.mesage",
    { on: { mesage: () => undefined } },
    /`on\.mesage` is not an event type\. Did you mean `message`\? Use one of: message, status, /,
  ],
  [
    "on.toString",
    { on: { toString: () => undefined } },
    /`on\.toString` is not an event type\. Use one of: /,
  ],
  [
    "on.message.txt",
    { on: { "message.txt": () => undefined } },
    /`on\.message\.txt` is not a message type\. Did you mean `text`\? Use one of: text, image, /,
  ],
  ["on.message.text.x", { on: { "message.text.x": () => undefined } }, /on\.message\.text\.x/],
  ["on.message.", { on: { "message.": () => undefined } }, /on\.message\./],
  [
    "on.status.faild",
    { on: { "status.faild": () => undefined } },
    /`on\.status\.faild` is not a message status\. Did you mean `failed`\? Use one of: sent, /,
  ],
  [
    "on.account_update.x",
    { on: { "account_update.x": () => undefined } },
    /`on\.account_update\.x` is not an event type\. Did you mean `account_update`\?/,
  ],
  [
    "on.account_update.message",
    { on: { "account_update.message": () => undefined } },
    /`on\.account_update\.message` is not an event type/,
  ],
  ["on.message", { on: { message: "answer" } }, /`on\.message` must be a function or a list of functions/],
  [
    "on.message",
    { on: { message: [() => undefined, "answer"] } },
    /`on\.message` must be a function or a list of functions/,
  ],
  [
    "on.message.interactive.button",
    { on: { "message.interactive.button": () => undefined } },
    /`on\.message\.interactive\.button` is not an interactive reply\. .*Use one of: button_reply, list_reply, /,
  ],
  ["on", { on: [] }, /`on` must be an object of handlers/],
  ["onEvent", { onEvent: {} }, /`onEvent` must be a function/],
  ["onError", { onError: "log" }, /`onError` must be a function/],
  ["waitUntil", { waitUntil: true }, /`waitUntil` must be a function/],
  ["respond", { respond: "later" }, /`respond` must be "after-handlers" or "immediately"/],
  ["maxBodyBytes", { maxBodyBytes: 0 }, /`maxBodyBytes` must be a number greater than 0/],
  ["maxBodyBytes", { maxBodyBytes: "3mb" }, /`maxBodyBytes` must be a number greater than 0/],
  ["handlers", { handlers: {} }, /`handlers` is not an option\. Did you mean `on`\? Use one of: appSecret, /],
  ["store", { store: new Set() }, /`store` must have the methods get, set and delete/],
  ["leaseMs", { leaseMs: Number.NaN }, /`leaseMs` must be a number of milliseconds from 1 to 2147483647/],
  ["handlerTimeoutMs", { handlerTimeoutMs: 2 ** 31 }, /`handlerTimeoutMs` must be a number of milliseconds/],
  ["redeliver", { redeliver: true }, /`redeliver` must be a function/],
  ["logger", { logger: { warn: () => undefined } }, /`logger` must have the methods warn and error/],
])("%s: %j is rejected immediately, with the remedy", (path, options, remedy) => {
  const error = refusal(construct(options));
  expect(error.issues.map((issue) => issue.path)).toEqual([path]);
  expect(error.message).toMatch(remedy);
  expect(error.message).not.toContain(appSecret);
});

test("every problem is reported together", () => {
  const error = refusal(construct({ appSecret: "", verifyToken: "", extra: 1, on: { mesage: () => 1 } }));
  expect(error.issues.map(({ path }) => path)).toEqual(["appSecret", "verifyToken", "extra", "on.mesage"]);
});

test("missing options are rejected like missing secrets", () => {
  const error = refusal(() => createWebhookHandler(undefined as never));
  expect(error.issues.map(({ path }) => path)).toEqual(["appSecret", "verifyToken"]);
});

test("every option may be given, or be undefined", () => {
  const handle = () => undefined;
  const names = ["message", "message.text", "message.interactive", "status", "status.failed", "unknown"];
  const replies = ["button_reply", "list_reply", "nfm_reply"].map((reply) => `message.interactive.${reply}`);
  const fields = ["message_template_status_update", "account_update", "group_lifecycle_update", "history"];
  const on = Object.fromEntries([...names, ...replies, ...fields].map((name) => [name, [handle, handle]]));
  const given = {
    appSecret: [appSecret, "old"],
    on,
    onEvent: handle,
    onError: handle,
    store: { get: () => undefined, set: () => true, delete: () => true },
    redeliver: () => true,
    leaseMs: 1000,
    handlerTimeoutMs: 1000,
    respond: "immediately",
    waitUntil: handle,
    maxBodyBytes: 1,
    logger: console,
  };
  expect(construct(given)()).toBeTypeOf("function");
  const absent = Object.fromEntries(Object.keys(given).map((name) => [name, undefined]));
  expect(construct({ ...absent, ...secrets, on: { message: undefined } })()).toBeTypeOf("function");
});

describe("from the environment", () => {
  const env = { WHATSAPP_APP_SECRET: appSecret, WHATSAPP_WEBHOOK_VERIFY_TOKEN: verifyToken };

  test("both secrets are read from the given object", () => {
    expect(webhookOptionsFromEnv({ ...env, OTHER: 5 })).toEqual({ appSecret, verifyToken });
  });

  test("both secrets are read from `process.env` by default", () => {
    for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
    expect(webhookOptionsFromEnv()).toEqual({ appSecret, verifyToken });
  });

  test("without a process they are missing", () => {
    vi.stubGlobal("process", undefined);
    expect(() => webhookOptionsFromEnv()).toThrow(ConfigurationError);
  });

  test("everything missing or malformed is reported together, by variable and option", () => {
    const error = refusal(() => webhookOptionsFromEnv({ WHATSAPP_APP_SECRET: `${appSecret} ` }));
    expect(error.issues).toEqual([
      { path: "appSecret", message: "WHATSAPP_APP_SECRET has leading or trailing whitespace: remove it" },
      { path: "verifyToken", message: "WHATSAPP_WEBHOOK_VERIFY_TOKEN is not set" },
    ]);
    expect(error.message).toMatch(/WHATSAPP_APP_SECRET.*WHATSAPP_WEBHOOK_VERIFY_TOKEN/);
    expect(error.message).not.toContain(appSecret);
  });

  test.each([[undefined], [""], [" "], ["token\n"], [5]])("a verify token of %j is rejected", (value) => {
    const error = refusal(() => webhookOptionsFromEnv({ ...env, WHATSAPP_WEBHOOK_VERIFY_TOKEN: value }));
    expect(error.issues.map(({ path }) => path)).toEqual(["verifyToken"]);
  });
});
