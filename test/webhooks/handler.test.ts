import { afterEach, describe, expect, test, vi } from "vitest";
import {
  ConfigurationError,
  createWebhookHandler,
  type MessageEvent,
  memoryStore,
  type Store,
  type WebhookEvent,
  type WebhookOptions,
  WebhookPayloadError,
  type WebhookReply,
} from "wacloud/webhooks";
import {
  appSecret,
  batch,
  deferred,
  delivery,
  message,
  notification,
  secrets,
  status,
  verifyToken,
} from "./signed.ts";

const handler = (options: Partial<WebhookOptions> = {}) => createWebhookHandler({ ...secrets, ...options });
const silent = { warn: () => undefined, error: () => undefined };

afterEach(() => {
  vi.restoreAllMocks();
});

/** What a reply says, without the events. */
const said = ({ status, headers, body }: WebhookReply) => ({ status, headers, body });
const plain = { "content-type": "text/plain; charset=utf-8" };

describe("replies", () => {
  test("200 with all events when every event has been handled", async () => {
    const seen: WebhookEvent[] = [];
    const handle = handler({ onEvent: (event) => seen.push(event) });
    const reply = await handle(await delivery(batch(message("wamid.1"), message("wamid.2"))));
    expect(said(reply)).toEqual({ status: 200, headers: plain, body: "OK" });
    expect(reply.events.map(({ id }) => id)).toEqual(["wamid.1", "wamid.2"]);
    expect(seen).toEqual(reply.events);
  });

  test.each([
    [
      "throws",
      () => {
        throw new Error("deaf");
      },
    ],
    [
      "rejects",
      async () => {
        throw new Error("deaf");
      },
    ],
  ])("200 and all events handled when a listener %s", async (_, onEvents) => {
    const seen = vi.fn();
    const error = vi.fn();
    const handle = handler({ onEvent: ({ id }) => seen(id), logger: { ...silent, error } });
    handle.onEvents = onEvents;
    expect(await handle(await delivery(batch(message("wamid.1"))))).toMatchObject({ status: 200 });
    expect(seen.mock.calls).toEqual([["wamid.1"]]);
    const failed = ["wacloud: failed to process a webhook", { error: new Error("deaf") }];
    await vi.waitFor(() => expect(error.mock.calls).toEqual([failed]), 120_000);
  });

  test("200 for events without a handler", async () => {
    const reply = await handler({ on: { status: () => expect.unreachable() } })(
      await delivery(batch(message("wamid.1"))),
    );
    expect(reply).toMatchObject({ status: 200, events: [{ type: "message" }] });
  });

  test("200 for fields and types that Meta has yet to invent", async () => {
    const unknown = vi.fn();
    const rawBody = batch({ ...message("wamid.1"), type: "hologram" });
    const reply = await handler({ on: { unknown } })(await delivery(rawBody));
    expect(reply.status).toBe(200);
    expect(unknown).toHaveBeenCalledExactlyOnceWith(reply.events[0]);
  });

  test("the challenge as plain text, if the verify token is right", async () => {
    const query = new URLSearchParams({
      "hub.mode": "subscribe",
      "hub.challenge": "0042",
      "hub.verify_token": verifyToken,
    });
    const reply = await handler()({ method: "GET", query, headers: {}, rawBody: "" });
    expect(reply).toEqual({ status: 200, headers: plain, body: "0042", events: [] });
    query.set("hub.verify_token", "wrong");
    expect(await handler()({ method: "GET", query, headers: {}, rawBody: "" })).toMatchObject({
      status: 403,
      body: expect.not.stringContaining("0042"),
    });
  });

  test.each([["HEAD"], ["PUT"], ["DELETE"], ["OPTIONS"], ["PATCH"], [""]])(
    "405 for %s, naming what is allowed",
    async (method) => {
      const reply = await handler()({ ...(await delivery(batch())), method });
      expect(reply).toMatchObject({ status: 405, headers: { allow: "GET, POST" } });
    },
  );

  test("the method may be written in any case", async () => {
    expect(await handler()({ ...(await delivery(batch())), method: "post" })).toMatchObject({ status: 200 });
  });

  test.each<[string, Record<string, string>]>([
    ["missing", {}],
    ["forged", { "x-hub-signature-256": `sha256=${"0".repeat(64)}` }],
    ["malformed", { "x-hub-signature-256": "sha256=abc" }],
    ["of the older kind", { "x-hub-signature": `sha1=${"0".repeat(40)}` }],
  ])("401 when the signature is %s, and nothing is handled", async (_, headers) => {
    const reply = await handler({ onEvent: () => expect.unreachable() })({
      ...(await delivery(batch(message("wamid.1")))),
      headers,
    });
    expect(reply).toMatchObject({ status: 401, events: [] });
  });

  test("401 before the body is parsed", async () => {
    const onError = vi.fn();
    const reply = await handler({ onError })({ method: "POST", query: {}, headers: {}, rawBody: "{" });
    expect(reply.status).toBe(401);
    expect(onError).not.toHaveBeenCalled();
  });

  test.each([["{"], [""], ["5"], ["null"], ["[]"], ['{"object":"page"}'], ['{"entry":{}}']])(
    "400 for a signed %j, and the error is told without an event",
    async (rawBody) => {
      const onError = vi.fn();
      const reply = await handler({ onError })(await delivery(rawBody));
      expect(reply).toMatchObject({ status: 400, events: [] });
      expect(onError.mock.calls).toEqual([
        [expect.any(WebhookPayloadError), undefined, { redelivered: true }],
      ]);
    },
  );

  test("413 for a body over the limit, whatever its signature; the limit itself is accepted", async () => {
    const rawBody = batch(message("wamid.1", "15557654321", "é👋"));
    const size = Buffer.byteLength(rawBody);
    const request = await delivery(rawBody);
    for (const form of [rawBody, Buffer.from(rawBody), new Uint8Array(Buffer.from(rawBody)).buffer]) {
      const statusAt = async (maxBodyBytes: number) =>
        (await handler({ maxBodyBytes })({ ...request, rawBody: form })).status;
      expect(await statusAt(size)).toBe(200);
      expect(await statusAt(size - 1)).toBe(413);
      expect(await statusAt(rawBody.length / 2)).toBe(413);
    }
  });

  test("3 MB plus a margin are accepted by default, but no more", async () => {
    const limit = 3 * 1024 * 1024 + 64 * 1024;
    const padded = (size: number) => {
      const empty = batch(message("wamid.1", "15557654321", ""));
      return batch(message("wamid.1", "15557654321", "x".repeat(size - empty.length)));
    };
    expect(await handler()(await delivery(padded(limit)))).toMatchObject({ status: 200 });
    expect(await handler()(await delivery(padded(limit + 1)))).toMatchObject({ status: 413, events: [] });
  });

  test("a parsed body is an error that explains the fix", async () => {
    const { rawBody, ...request } = await delivery(batch());
    const parsed = { ...request, rawBody: JSON.parse(String(rawBody)) };
    await expect(handler()(parsed)).rejects.toThrow(ConfigurationError);
    await expect(handler()(parsed)).rejects.toThrow(/before any JSON parser/);
  });

  test("the signature is found in headers of every kind", async () => {
    const request = await delivery(batch());
    const [signature = ""] = Object.values(request.headers as Record<string, string>);
    for (const headers of [
      new Headers({ "X-Hub-Signature-256": signature }),
      { "X-Hub-Signature-256": signature },
      { "X-HUB-SIGNATURE-256": [signature] },
      { "x-hub-signature-256": [signature] },
      Object.assign(Object.create(null), { "x-hub-signature-256": signature }),
    ]) {
      expect(await handler()({ ...request, headers })).toMatchObject({ status: 200 });
    }
  });

  test("each of several app secrets is accepted", async () => {
    const request = await delivery(batch());
    expect(await handler({ appSecret: ["new", appSecret] })(request)).toMatchObject({ status: 200 });
    expect(await handler({ appSecret: ["new"] })(request)).toMatchObject({ status: 401 });
  });
});

describe("handlers", () => {
  test("the specific one runs first, then the general one, then the one for every event", async () => {
    const ran: string[] = [];
    const log = (name: string) => async (event: WebhookEvent) => {
      ran.push(`${name} begins ${event.id}`);
      await Promise.resolve();
      ran.push(`${name} ends`);
    };
    const handle = handler({
      onEvent: log("onEvent"),
      on: {
        message: log("message"),
        status: log("status"),
        "message.text": log("message.text"),
        "message.image": log("message.image"),
        "status.failed": log("status.failed"),
        "status.read": log("status.read"),
      },
    });
    await handle(await delivery(batch(message("wamid.1"))));
    await handle(await delivery(notification({ statuses: [status("wamid.2", "failed")] })));
    expect(ran).toEqual([
      ...["message.text begins wamid.1", "message.text ends", "message begins wamid.1", "message ends"],
      ...["onEvent begins wamid.1", "onEvent ends"],
      ...["status.failed begins wamid.2:failed:15557654321", "status.failed ends"],
      ...[
        "status begins wamid.2:failed:15557654321",
        "status ends",
        "onEvent begins wamid.2:failed:15557654321",
        "onEvent ends",
      ],
    ]);
  });

  test("an interactive reply has a name of its own, and a name may have several functions", async () => {
    const ran: string[] = [];
    const log = (name: string) => () => ran.push(name);
    const handle = handler({
      onEvent: log("onEvent"),
      on: {
        message: [log("message 1"), log("message 2")],
        "message.interactive": [],
        "message.interactive.button_reply": [log("button 1"), async () => ran.push("button 2")],
        "message.interactive.list_reply": log("list"),
        "message.interactive.nfm_reply": log("form"),
      },
    });
    const replies = [
      { type: "button_reply", button_reply: { id: "yes" } },
      { type: "list_reply", list_reply: { id: "row" } },
      { type: "nfm_reply", nfm_reply: { response_json: "{}" } },
      { type: "product" },
    ];
    const all = ["message 1", "message 2", "onEvent"];
    const own = [["button 1", "button 2"], ["list"], ["form"], []];
    for (const [index, interactive] of replies.entries()) {
      await handle(await delivery(batch({ ...message(`wamid.${index}`), type: "interactive", interactive })));
      expect(ran.splice(0)).toEqual([...(own[index] ?? []), ...all]);
    }
  });

  test("a function that changes the event confuses neither its claim nor its other functions", async () => {
    const seen: string[] = [];
    const spoil = (event: WebhookEvent) => {
      Object.assign(event, { id: "wamid.other", type: "status", phoneNumberId: "1", message: {} });
    };
    const handle = handler({ on: { message: [spoil, ({ id }) => seen.push(id)] } });
    const request = await delivery(batch(message("wamid.1")));
    expect(await handle(request)).toMatchObject({ status: 200 });
    expect(await handle(request)).toMatchObject({ status: 200 });
    expect(await handle(await delivery(batch(message("wamid.other"))))).toMatchObject({ status: 200 });
    expect(seen).toEqual(["wamid.other", "wamid.other"]);
  });

  test("an event that is changed while it waits is claimed under the id it arrived with", async () => {
    const claimed: string[] = [];
    const kept = memoryStore();
    const claim: Store["set"] = (key, value, options) => {
      if (options.ifValue === null) claimed.push(key);
      return kept.set(key, value, options);
    };
    const gate = deferred();
    const work: Promise<unknown>[] = [];
    const handle = handler({
      respond: "immediately",
      store: { set: claim, get: (key) => kept.get(key), delete: (...entry) => kept.delete(...entry) },
      onEvent: () => gate.promise,
    });
    const request = await delivery(batch(message("wamid.1"), message("wamid.2")));
    const waitUntil = (promise: Promise<unknown>) => work.push(promise);
    const { events } = await handle({ ...request, waitUntil });
    for (const event of events) event.id = "wamid.changed";
    gate.resolve();
    await Promise.all(work);
    await handle({ ...request, waitUntil });
    await Promise.all(work);
    expect(new Set(claimed).size).toBe(2);
  });

  test("they receive the event that the reply lists", async () => {
    const answer = vi.fn((event: MessageEvent) => event.chat);
    const reply = await handler({ on: { "message.text": answer } })(
      await delivery(batch(message("wamid.1"))),
    );
    expect(answer.mock.calls).toEqual([[reply.events[0]]]);
    expect(reply.events[0]).toMatchObject({
      message: { text: { body: "Hi" } },
      from: { wa_id: "15557654321" },
    });
  });
});

describe("failures", () => {
  test.each<[string, () => unknown, unknown]>([
    [
      "throws",
      () => {
        throw new Error("no");
      },
      new Error("no"),
    ],
    ["rejects", () => Promise.reject(new Error("no")), new Error("no")],
    [
      "throws something else",
      () => {
        throw "no";
      },
      "no",
    ],
    ["rejects with nothing", () => Promise.reject(), undefined],
  ])("a handler that %s gives 500 and is reported once", async (_, fail, error) => {
    const onError = vi.fn();
    const reply = await handler({ on: { message: fail }, onError })(
      await delivery(batch(message("wamid.1"))),
    );
    expect(reply).toMatchObject({ status: 500, events: [{ id: "wamid.1" }] });
    expect(onError.mock.calls).toEqual([[error, reply.events[0], { redelivered: true }]]);
  });

  test("only what failed runs again on redelivery, with all of its handlers", async () => {
    let failing = true;
    const ran: string[] = [];
    const handle = handler({
      onError: () => undefined,
      on: {
        "message.text": ({ id }) => ran.push(`text ${id}`),
        message: ({ id }) => {
          if (failing && id === "wamid.2") throw new Error("no");
        },
      },
      onEvent: ({ id }) => ran.push(`event ${id}`),
    });
    const request = await delivery(batch(message("wamid.1"), message("wamid.2"), message("wamid.3")));
    expect(await handle(request)).toMatchObject({ status: 500 });
    expect(ran.splice(0)).toEqual([
      ...["text wamid.1", "event wamid.1", "text wamid.2", "text wamid.3", "event wamid.3"],
    ]);
    failing = false;
    expect(await handle(request)).toMatchObject({ status: 200 });
    expect(ran.splice(0)).toEqual(["text wamid.2", "event wamid.2"]);
    expect(await handle(request)).toMatchObject({ status: 200, events: { length: 3 } });
    expect(ran).toEqual([]);
  });

  test("without `onError`, one line is logged: type and error, but no id, text or number", async () => {
    const logger = { warn: vi.fn(), error: vi.fn() };
    const error = new Error("no");
    const fail = () => Promise.reject(error);
    const handle = handler({ onEvent: fail, logger });
    await handle(await delivery(batch(message("wamid.1", "15557654321", "private"))));
    const group = { recipient_type: "group", recipient_participant_id: "15557654321" };
    await handle(
      await delivery(notification({ statuses: [{ ...status("wamid.2", "read", "g1"), ...group }] })),
    );
    expect(logger.error.mock.calls).toEqual([
      ["wacloud: failed to handle message event", { error }],
      ["wacloud: failed to handle status event", { error }],
    ]);
    expect(logger.warn).not.toHaveBeenCalled();
  });

  test("logs go to the console by default", async () => {
    const error = vi.spyOn(console, "error").mockReturnValue(undefined);
    await handler({ onEvent: () => Promise.reject("no") })(await delivery(batch(message("wamid.1"))));
    await handler()(await delivery("{"));
    expect(error.mock.calls.map(([line]) => line)).toEqual([
      "wacloud: failed to handle message event",
      "wacloud: failed to process a webhook",
    ]);
  });

  test.each<[string, () => unknown]>([
    [
      "throws",
      () => {
        throw new Error("second");
      },
    ],
    ["rejects", () => Promise.reject(new Error("second"))],
  ])("an `onError` that %s breaks nothing: both errors are logged", async (_, onError) => {
    const logger = { warn: vi.fn(), error: vi.fn() };
    const first = new Error("first");
    const seen: string[] = [];
    const on = {
      message: ({ id }: WebhookEvent) => (id === "wamid.1" ? Promise.reject(first) : seen.push(id)),
    };
    const handle = handler({ on, onError, logger });
    const reply = await handle(await delivery(batch(message("wamid.1"), message("wamid.2"))));
    expect(reply.status).toBe(500);
    expect(seen).toEqual(["wamid.2"]);
    expect(logger.error.mock.calls.map(([, fields]) => fields)).toEqual([
      { error: first },
      { error: new Error("second") },
    ]);
  });

  test("a logger that throws breaks nothing either", async () => {
    const fail = () => {
      throw new Error("no");
    };
    const handle = handler({ onEvent: fail, onError: fail, logger: { warn: fail, error: fail } });
    const request = await delivery(batch(message("wamid.1")));
    expect(await handle(request)).toMatchObject({ status: 500 });
    expect(await handle(request)).toMatchObject({ status: 500 });
  });

  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  const symbol = Symbol("no");
  const frozen = Object.freeze({});
  test.each<[string, () => unknown]>([
    ["nothing", () => undefined],
    ["a symbol", () => symbol],
    ["a frozen object", () => frozen],
    ["a revoked proxy", () => proxy],
  ])("a handler that throws %s fails, and its event is free for the next delivery", async (_, thrown) => {
    const onEvent = vi.fn(() => Promise.reject(thrown()));
    const reported: boolean[] = [];
    const onError = (error: unknown) => reported.push(Object.is(error, thrown()));
    const handle = handler({ onEvent, onError });
    const request = await delivery(batch(message("wamid.1")));
    expect([(await handle(request)).status, (await handle(request)).status]).toEqual([500, 500]);
    expect(onEvent).toHaveBeenCalledTimes(2);
    expect(reported).toEqual([true, true]);
  });

  test("an event is free for its next delivery before its failure is reported", async () => {
    const release = vi.fn(() => true);
    const stuck = handler({
      onEvent: () => Promise.reject("no"),
      onError: () => new Promise(() => undefined),
      store: Object.assign(memoryStore(), { delete: release }),
    });
    void stuck(await delivery(batch(message("wamid.1"))));
    await vi.waitFor(() => expect(release).toHaveBeenCalledTimes(1), 120_000);
  });
});

describe("answering immediately", () => {
  test("the reply does not wait for the handlers", async () => {
    const finished: string[] = [];
    const gate = deferred();
    const work: Promise<unknown>[] = [];
    const handle = handler({
      respond: "immediately",
      onEvent: async ({ id }) => {
        await gate.promise;
        finished.push(id);
      },
    });
    const request = await delivery(batch(message("wamid.1"), message("wamid.2")));
    const reply = await handle({ ...request, waitUntil: (promise) => work.push(promise) });
    expect(reply).toMatchObject({ status: 200, events: { length: 2 } });
    expect(finished).toEqual([]);
    gate.resolve();
    expect(work).toHaveLength(1);
    await work[0];
    expect(finished).toEqual(["wamid.1", "wamid.2"]);
  });

  test("failures are reported, and the event can be claimed again", async () => {
    const onError = vi.fn();
    const work: Promise<unknown>[] = [];
    const waitUntil = (promise: Promise<unknown>) => work.push(promise);
    const handle = handler({
      respond: "immediately",
      onError,
      waitUntil,
      onEvent: () => Promise.reject("no"),
    });
    const request = await delivery(batch(message("wamid.1")));
    for (const times of [1, 2]) {
      expect(await handle(request)).toMatchObject({ status: 200 });
      await Promise.all(work);
      expect(onError).toHaveBeenCalledTimes(times);
    }
  });

  test("on runtimes that end requests independently it needs `waitUntil`: without it, the reply waits, and nothing is lost", async () => {
    vi.stubGlobal("navigator", { userAgent: "Cloudflare-Workers" });
    const finished: string[] = [];
    const gate = deferred();
    const onEvent = async ({ id }: { id: string }) => {
      await (id === "wamid.1" ? new Promise((resolve) => setTimeout(resolve, 5)) : gate.promise);
      finished.push(id);
    };
    const handle = handler({ respond: "immediately", onEvent });
    await handle(await delivery(batch(message("wamid.1"))));
    expect(finished).toEqual(["wamid.1"]);
    const work: Promise<unknown>[] = [];
    const request = await delivery(batch(message("wamid.2")));
    await handle({ ...request, waitUntil: (promise) => work.push(promise) });
    expect(finished).toEqual(["wamid.1"]);
    gate.resolve();
    await work[0];
    expect(finished).toEqual(["wamid.1", "wamid.2"]);
    vi.unstubAllGlobals();
  });

  test("forged and unreadable requests are still refused", async () => {
    const handle = handler({ respond: "immediately", logger: silent });
    const request = await delivery("{");
    expect(await handle({ ...request, headers: {} })).toMatchObject({ status: 401 });
    expect(await handle(request)).toMatchObject({ status: 400 });
  });

  test("the request's own `waitUntil` wins over the option's, and also receives work that the reply waits for", async () => {
    const fallback = vi.fn();
    const own = vi.fn();
    const request = await delivery(batch(message("wamid.1")));
    for (const respond of ["immediately", "after-handlers"] as const) {
      const handle = handler({ respond, waitUntil: fallback });
      await handle({ ...request, waitUntil: own });
      expect(own).toHaveBeenCalledExactlyOnceWith(expect.any(Promise));
      expect(fallback).not.toHaveBeenCalled();
      await handle(request);
      expect(fallback).toHaveBeenCalledExactlyOnceWith(expect.any(Promise));
      vi.clearAllMocks();
    }
  });

  test("a `waitUntil` that throws is reported, and Meta delivers again", async () => {
    const onError = vi.fn();
    const seen: string[] = [];
    const handle = handler({ respond: "immediately", onError, onEvent: ({ id }) => seen.push(id) });
    const request = await delivery(batch(message("wamid.1")));
    const broken = () => {
      throw new TypeError("Illegal invocation");
    };
    expect(await handle({ ...request, waitUntil: broken })).toMatchObject({ status: 500 });
    expect(onError).toHaveBeenCalledExactlyOnceWith(new TypeError("Illegal invocation"), undefined, {
      redelivered: true,
    });
    expect(await handle(request)).toMatchObject({ status: 200 });
    expect(seen).toEqual(["wamid.1"]);
  });
});
