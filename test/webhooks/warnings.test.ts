import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { createWebhookHandler, signPayload, type WebhookOptions } from "wacloud/webhooks";
import { stopTime } from "../support/time.ts";
import { appSecret, batch, delivery, message, notification, secrets, verifyToken } from "./signed.ts";

const warn = vi.fn<(line: string, fields?: object) => void>();

const handler = (options: Partial<WebhookOptions> = {}) =>
  createWebhookHandler({ ...secrets, logger: { warn, error: () => undefined }, ...options });

beforeEach(() => {
  stopTime();
});

afterEach(() => {
  vi.useRealTimers();
  warn.mockReset();
});

const oddMessage = (id: string, type: string) => ({ ...message(id), type });

describe("an unknown event without a handler", () => {
  test("is logged once per field, type and reason", async () => {
    const handle = handler({ on: { message: () => undefined } });
    const wink = { type: "interactive", interactive: { type: "wink" } };
    const bodies = [
      batch(oddMessage("wamid.1", "hologram"), oddMessage("wamid.2", "hologram")),
      batch(oddMessage("wamid.3", "hologram")),
      batch(oddMessage("wamid.4", "scent")),
      batch({ ...message("wamid.5"), text: null }),
      batch({ ...message("wamid.6"), ...wink }),
      notification({ messages: [message("wamid.7")], polls: [{ id: "poll1" }] }),
      notification({ messages: [oddMessage("wamid.8", "hologram")], polls: [] }),
      notification({ messages: [], votes: [{ type: "poll" }] }),
    ];
    for (const body of bodies) expect(await handle(await delivery(body))).toMatchObject({ status: 200 });
    expect(warn.mock.calls.map(([, fields]) => fields)).toEqual([
      { field: "messages", type: "hologram", reason: "type" },
      { field: "messages", type: "scent", reason: "type" },
      { field: "messages", type: "text", reason: "shape" },
      { field: "messages", type: "interactive.wink", reason: "type" },
      { field: "messages", type: "polls", reason: "shape" },
      { field: "messages", type: "votes", reason: "shape" },
    ]);
    for (const [line] of warn.mock.calls) expect(line).toMatch(/unknown event.*`on\.unknown`/);
  });

  test.each<[string, Partial<WebhookOptions>]>([
    ["`unknown`", { on: { unknown: () => undefined } }],
    ["`onEvent`", { onEvent: () => undefined }],
  ])("is not logged if %s receives it", async (_, options) => {
    await handler(options)(await delivery(batch(oddMessage("wamid.1", "hologram"))));
    expect(warn).not.toHaveBeenCalled();
  });

  test("is logged without numbers and texts", async () => {
    const odd = { ...oddMessage("wamid.1", "call 15557654321 back"), text: { body: "private" } };
    await handler()(await delivery(batch(odd)));
    expect(JSON.stringify(warn.mock.calls)).not.toMatch(/1555|private/);
    expect(warn).toHaveBeenCalledTimes(1);
  });

  test("costs a bounded amount of memory, however many kinds there are", async () => {
    const handle = handler();
    const kinds = (from: number, count: number) =>
      Array.from({ length: count }, (_, index) => oddMessage(`wamid.${from + index}`, `t${from + index}`));
    await handle(await delivery(batch(...kinds(0, 1000))));
    await handle(await delivery(batch(...kinds(0, 1000))));
    expect(warn).toHaveBeenCalledTimes(1000);
    await handle(await delivery(batch(...kinds(1000, 1), ...kinds(0, 1))));
    expect(warn).toHaveBeenCalledTimes(1002); // the first was forgotten for the newest
  });

  test("breaks nothing if the logger is broken", async () => {
    warn.mockImplementation(() => {
      throw new Error("no");
    });
    expect(await handler()(await delivery(batch(oddMessage("wamid.1", "hologram"))))).toMatchObject({
      status: 200,
    });
  });
});

describe("a request that is refused with 401", () => {
  const rawBody = batch(message("wamid.1", "15557654321", "é"));
  const reserialized = JSON.stringify(JSON.parse(rawBody), undefined, 1);

  test.each<[string, string | undefined, string]>([
    ["header-missing", undefined, rawBody],
    ["header-malformed", "sha1=abc", rawBody],
    ["header-malformed", "GENUINE 0", rawBody],
    ["header-malformed", "GENUINE0", rawBody],
    ["header-malformed", "GENUINE,sha256=0", rawBody],
    ["body-missing", "GENUINE", ""],
    ["body-reserialised", "GENUINE", reserialized],
    ["wrong-secret", `sha256=${"0".repeat(64)}`, rawBody],
    ["wrong-secret", `sha256=${"0".repeat(64)}`, JSON.stringify("/é<%@".repeat(400_000))],
  ])("is logged with the reason: %s", async (reason, header, body) => {
    const genuine = await signPayload({ rawBody, appSecret });
    const signature = header?.replace("GENUINE", genuine);
    const headers = { "x-hub-signature-256": signature };
    const reply = await handler()({ method: "POST", query: {}, headers, rawBody: body });
    expect(reply.status).toBe(401);
    expect(warn.mock.calls).toEqual([[expect.stringContaining(`401: ${reason}. `)]]);
    expect(JSON.stringify(warn.mock.calls)).not.toContain(appSecret);
  });

  test("is logged once a minute", async () => {
    const handle = handler();
    const refuse = async (headers = {}) => {
      const reply = await handle({ method: "POST", query: {}, headers, rawBody });
      expect(reply.status).toBe(401);
    };
    for (let count = 0; count < 3; count += 1) {
      await refuse();
      await refuse({ "x-hub-signature-256": `sha256=${"0".repeat(64)}` });
    }
    expect(warn).toHaveBeenCalledTimes(1);
    vi.advanceTimersByTime(59_000);
    await refuse();
    expect(warn).toHaveBeenCalledTimes(1);
    vi.advanceTimersByTime(1000);
    await refuse();
    expect(warn).toHaveBeenCalledTimes(2);
  });
});

describe("a verification request that is refused with 403", () => {
  const ask = (token: string) => ({
    method: "GET",
    query: { "hub.mode": "subscribe", "hub.challenge": "1", "hub.verify_token": token },
    headers: {},
    rawBody: "",
  });

  test("is logged once a minute, apart from other refusals and without the tokens", async () => {
    const handle = handler();
    for (const token of ["guessed", "guessed", verifyToken]) await handle(ask(token));
    await handle({ method: "POST", query: {}, headers: {}, rawBody: "" });
    expect(warn.mock.calls.map(([line]) => line)).toEqual([
      expect.stringMatching(/403: wrong-verify-token\. Enter `verifyToken`/),
      expect.stringMatching(/401: header-missing/),
    ]);
    expect(JSON.stringify(warn.mock.calls)).not.toMatch(/guessed|a-verify-token/);
    vi.advanceTimersByTime(60_000);
    await handle(ask("guessed"));
    expect(warn).toHaveBeenCalledTimes(3);
  });
});

describe("what needs no body is answered before one is read", () => {
  const early = (request: { method: string; headers?: Record<string, string> }) =>
    handler().replyEarly?.({ query: {}, headers: {}, ...request });

  test("verification requests, wrong methods, missing and malformed signatures", () => {
    expect(early({ method: "GET" })).toMatchObject({ status: 403 });
    expect(early({ method: "PUT" })).toMatchObject({ status: 405 });
    expect(early({ method: "POST" })).toMatchObject({ status: 401 });
    expect(early({ method: "POST", headers: { "x-hub-signature-256": "sha256=0" } })).toMatchObject({
      status: 401,
    });
  });

  test("a well-formed signature has to be verified", () => {
    const signature = `sha256=${"0".repeat(64)}`;
    expect(early({ method: "POST", headers: { "X-Hub-Signature-256": signature } })).toBeUndefined();
  });
});
