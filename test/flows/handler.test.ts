import { describe, expect, test } from "vitest";
import {
  ConfigurationError,
  completeFlow,
  createFlowHandler,
  createFlowKeys,
  type FlowOptions,
  type FlowRequest,
  InvalidFlowTokenError,
} from "wacloud/flows";
import { encryptAsWhatsApp, signedHeaders } from "./phone.ts";

const { privateKey, publicKey } = await createFlowKeys();
const appSecret = "s3cr3t-app-secret";
const silent = { warn: () => {}, error: () => {} };
const secrets = { privateKey, appSecret, logger: silent };

const submission = {
  version: "3.0",
  action: "data_exchange",
  flow_token: "t",
  screen: "DATE",
  data: { slot: "1" },
};
const next = (screen: string) => ({ screen, data: {} });

/** Posts a request as WhatsApp does; the body of the answer is decrypted where it is encrypted. */
async function ask(options: Partial<FlowOptions>, request: unknown) {
  const sent = encryptAsWhatsApp(request, publicKey);
  const rawBody = JSON.stringify(sent.body);
  const headers = signedHeaders(rawBody, appSecret);
  const reply = await createFlowHandler({ ...secrets, ...options })({
    method: "POST",
    query: {},
    headers,
    rawBody,
  });
  const isSealed = reply.status === 200 || reply.status === 427;
  return { ...reply, body: isSealed ? sent.read(reply.body) : reply.body };
}

describe("who answers", () => {
  test("a ping is answered without you", async () => {
    const answer = await ask({ onRequest: () => expect.unreachable() }, { version: "3.0", action: "ping" });
    expect(answer).toEqual({
      status: 200,
      headers: { "content-type": "text/plain; charset=utf-8" },
      body: { data: { status: "active" } },
    });
  });

  const on = {
    INIT: () => next("FIRST"),
    BACK: async () => next("BEFORE"),
    data_exchange: () => next("ANY"),
    "data_exchange.DATE": ({ data }: FlowRequest) => completeFlow({ slot: data?.slot }),
  };
  test.each([
    ["INIT", { ...submission, action: "INIT", screen: undefined, data: undefined }, next("FIRST")],
    ["BACK", { ...submission, action: "BACK" }, next("BEFORE")],
    [
      "the screen's own before that of all screens",
      submission,
      { screen: "SUCCESS", data: { extension_message_response: { params: { slot: "1" } } } },
    ],
    ["that of all screens", { ...submission, screen: "TIME" }, next("ANY")],
    ["an action of tomorrow", { ...submission, action: "FORWARD" }, next("ELSE")],
    ["an action named like a property of objects", { ...submission, action: "constructor" }, next("ELSE")],
  ])("%s", async (_, request, body) => {
    expect(await ask({ on, onRequest: () => next("ELSE") }, request)).toMatchObject({ status: 200, body });
  });

  test("handlers get Meta's object, untouched", async () => {
    const requests: FlowRequest[] = [];
    const request = { ...submission, flow_token_signature: "a.b.c", tomorrow: { a: 1 } };
    const keep = (given: FlowRequest) => {
      requests.push(given);
      return next("A");
    };
    await ask({ onRequest: keep }, request);
    expect(requests).toEqual([request]);
  });

  const notification = { ...submission, data: { error: "timeout_error", error_message: "Too slow" } };
  test.each([
    [
      "once its handler has run",
      { on: { error: () => undefined, data_exchange: () => expect.unreachable() } },
    ],
    ["by `onRequest`", { onRequest: () => next("A") }],
    ["without a handler", {}],
  ])("a notification is acknowledged %s", async (_, options) => {
    const body = { data: { acknowledged: true } };
    expect(await ask(options, notification)).toMatchObject({ status: 200, body });
    const byKey = { ...notification, data: { error_key: "timeout_error" } };
    expect(await ask(options, byKey)).toMatchObject({ status: 200, body });
  });

  test("a notification whose handler fails is not acknowledged", async () => {
    const on = { error: () => Promise.reject(new Error("down")) };
    expect(await ask({ on }, notification)).toMatchObject({ status: 500 });
  });
});

describe("failures", () => {
  test("a token that is no longer valid: 427 with an encrypted message", async () => {
    const onRequest = () => {
      throw new InvalidFlowTokenError("This form has expired.");
    };
    const body = { error_msg: "This form has expired." };
    expect(await ask({ onRequest }, submission)).toMatchObject({ status: 427, body });
  });

  test.each<[string, () => never]>([
    [
      "throws",
      () => {
        throw new Error("out of order");
      },
    ],
    ["returns nothing", (() => undefined) as () => never],
    ["returns text", (() => "A") as () => never],
    ["returns what is no JSON", (() => ({ screen: "A", data: { count: 1n } })) as () => never],
  ])("a handler that %s: 500, and `onError`", async (_, onRequest) => {
    const failures: unknown[] = [];
    const onError = (error: unknown, request: FlowRequest | undefined) => failures.push([error, request]);
    expect(await ask({ onRequest, onError }, submission)).toMatchObject({ status: 500, body: "Not handled" });
    expect(failures).toEqual([[expect.any(Error), submission]]);
  });

  test("nobody to answer: 500, and an error that names the handler to add", async () => {
    const failures: unknown[] = [];
    const onError = (error: unknown) => failures.push(error);
    expect(await ask({ onError, on: { INIT: () => next("A") } }, submission)).toMatchObject({ status: 500 });
    expect(failures).toEqual([expect.any(ConfigurationError)]);
    expect(String(failures[0])).toContain('no handler for "data_exchange.DATE"');
  });

  test("without `onError`, and when that fails, one line is logged and no data", async () => {
    const lines: unknown[] = [];
    const logger = { ...silent, error: (...words: unknown[]) => lines.push(words) };
    const error = new Error("down");
    const onRequest = () => Promise.reject(error);
    expect(await ask({ logger, onRequest }, submission)).toMatchObject({ status: 500 });
    expect(lines).toEqual([["wacloud: failed to answer a Flow", { error }]]);
    const onError = () => Promise.reject(new Error("worse"));
    expect(await ask({ logger, onRequest, onError }, submission)).toMatchObject({ status: 500 });
    expect(lines).toHaveLength(3);
  });

  test("a key that cannot be imported: 500, and `onError` says so", async () => {
    const failures: unknown[] = [];
    const damaged = "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----";
    const onError = (error: unknown, request: unknown) => failures.push([String(error), request]);
    expect(await ask({ privateKey: damaged, onError }, submission)).toMatchObject({ status: 500 });
    expect(failures).toEqual([[expect.stringContaining("is damaged"), undefined]]);
  });
});

const post = (
  rawBody: string,
  headers: Record<string, string> = signedHeaders(rawBody, appSecret),
  method = "POST",
) =>
  createFlowHandler({ ...secrets, onRequest: () => expect.unreachable() })({
    method,
    query: {},
    headers,
    rawBody,
  });

describe("what is refused", () => {
  const body = JSON.stringify(encryptAsWhatsApp(submission, publicKey).body);

  test.each(["GET", "PUT", "DELETE"])("%s: 405", async (method) => {
    expect(await post("", {}, method)).toMatchObject({ status: 405, headers: { allow: "POST" } });
  });

  test.each([
    ["no signature", {}],
    ["that of another app", signedHeaders(body, "other")],
    ["that of another body", signedHeaders(`${body} `, appSecret)],
    ["no digest", { "x-hub-signature-256": "sha256=zz" }],
  ])("%s: 432, before anything is decrypted", async (_, headers) => {
    expect(await post(body, headers as Record<string, string>)).toMatchObject({ status: 432 });
    expect(await post("no request", headers as Record<string, string>)).toMatchObject({ status: 432 });
  });

  test("several secrets while one is rotated", async () => {
    const handle = createFlowHandler({
      ...secrets,
      appSecret: ["new", appSecret],
      onRequest: () => next("A"),
    });
    const headers = signedHeaders(body, appSecret);
    expect(await handle({ method: "POST", query: {}, headers, rawBody: body })).toMatchObject({
      status: 200,
    });
  });

  test.each(["hello", "[]", "{}", '{"encrypted_flow_data":"AA=="}'])(
    "signed, but no request (%s): 400",
    async (text) => {
      expect(await post(text)).toMatchObject({ status: 400 });
    },
  );

  test.each(['"text"', "{}"])("encrypted, but no request (%s): 400", async (text) => {
    expect(await ask({}, text)).toMatchObject({ status: 400 });
  });

  test("encrypted for another key: 421, without `onError`", async () => {
    const other = await createFlowKeys();
    const answer = await ask(
      { privateKey: other.privateKey, onError: () => expect.unreachable() },
      submission,
    );
    expect(answer).toMatchObject({ status: 421 });
  });

  test("too large: 413", async () => {
    const handle = createFlowHandler({ ...secrets, maxBodyBytes: 100 });
    const headers = signedHeaders(body, appSecret);
    expect(await handle({ method: "POST", query: {}, headers, rawBody: body })).toMatchObject({
      status: 413,
    });
    expect(createFlowHandler(secrets).maxBodyBytes).toBe(10 * 1024 * 1024);
  });

  test("a refusal is logged once a minute, with its reason", async () => {
    const lines: unknown[] = [];
    const handle = createFlowHandler({ ...secrets, logger: { ...silent, warn: (line) => lines.push(line) } });
    for (const _ of [1, 2]) await handle({ method: "POST", query: {}, headers: {}, rawBody: body });
    expect(lines).toEqual([expect.stringMatching(/^wacloud: refused a request with 432: header-missing/)]);
  });
});

describe("options", () => {
  test("a key that was read as bytes is told apart from none", () => {
    const create = () => createFlowHandler({ ...secrets, privateKey: Buffer.from(privateKey) as never });
    expect(create).toThrow(/`privateKey` must be text in PEM form/);
  });

  test.each<[string, object, string]>([
    ["no key", { privateKey: undefined }, "privateKey"],
    ["a public key", { privateKey: publicKey }, "privateKey"],
    ["no secret", { appSecret: undefined }, "appSecret"],
    ["an empty secret", { appSecret: "" }, "appSecret"],
    ["a misspelled option", { onrequest: () => next("A") }, "onrequest"],
    ["a misspelled action", { on: { init: () => next("A") } }, "on.init"],
    ["an action without a function", { on: { INIT: next("A") } }, "on.INIT"],
    ["a screen without a name", { on: { "data_exchange.": () => next("A") } }, "on.data_exchange."],
    ["a list of handlers", { on: [] }, "on"],
    ["no function", { onError: true }, "onError"],
    ["no size", { maxBodyBytes: 0 }, "maxBodyBytes"],
    ["no logger", { logger: {} }, "logger"],
    ["nothing", { privateKey: undefined, appSecret: undefined }, "privateKey appSecret"],
    ["the bytes of a key", { privateKey: Buffer.from(privateKey) }, "privateKey"],
  ])("%s is refused at once", (_, change, path) => {
    const create = () => createFlowHandler({ ...secrets, ...change } as FlowOptions);
    expect(create).toThrow(ConfigurationError);
    try {
      create();
    } catch (error) {
      expect((error as ConfigurationError).issues.map((issue) => issue.path)).toEqual(path.split(" "));
    }
  });
});
