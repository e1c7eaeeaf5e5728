import { getEventListeners } from "node:events";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { AmbiguousSendError } from "wacloud";
import { client, failure, to } from "../support/client.ts";
import { accepted, recorder, refused } from "../support/recorder.ts";
import { pass, stopTime, until } from "../support/time.ts";
import { deferred } from "../webhooks/signed.ts";

// Time passes only when a test says so: a promise that settles before has waited for no timer.
beforeEach(() => {
  stopTime();
});

afterEach(() => {
  vi.useRealTimers();
});

const hello = { to, body: "Hello" };

/** Never answers, and ignores the signal as a careless `fetch` would. */
function deafFetch() {
  const fetch = vi.fn(() => new Promise<Response>(() => {}));
  return { fetch, isAsked: () => fetch.mock.calls.length > 0 };
}

/** Aborts a call as soon as it has come so far. */
async function abortWhen(hasCome: () => boolean, start: (signal: AbortSignal) => Promise<unknown>) {
  const controller = new AbortController();
  const reason = new Error("the user closed the page");
  const promise = failure(start(controller.signal));
  await until(hasCome);
  controller.abort(reason);
  const error = await promise;
  const listeners = getEventListeners(controller.signal, "abort").length;
  return { error, reason, listeners, timers: vi.getTimerCount() };
}

test("a send that had left rejects with an AmbiguousSendError whose cause is the reason", async () => {
  const { fetch, isAsked } = deafFetch();
  const { error, reason, listeners, timers } = await abortWhen(isAsked, (signal) =>
    client({ fetch }).messages.sendText({ ...hello, biz_opaque_callback_data: "tag" }, { signal }),
  );
  expect(error).toBeInstanceOf(AmbiguousSendError);
  expect(error).toMatchObject({ cause: reason, correlationTag: "tag" });
  expect({ listeners, timers }).toEqual({ listeners: 0, timers: 0 });
});

test("the reason may be any error, also one that would say something else as the outcome of an attempt", async () => {
  const earlier = async (answer: Response, options: object = {}) =>
    failure(client({ fetch: recorder(answer).fetch }).request({ method: "GET", path: "/1", ...options }));
  const refusal = await earlier(refused(400, 131047));
  const expired = await earlier(refused(401, 190));
  const { fetch: never, isAsked: isRead } = deafFetch();
  const read = client({ fetch: never, timeoutMs: 5 }).request({ method: "GET", path: "/1" });
  const { cause: timeout } = (await timeOut(5, { fetch: never, isAsked: isRead }, read)) as Error;
  for (const reason of [refusal, expired, timeout]) {
    const { fetch, isAsked } = deafFetch();
    const controller = new AbortController();
    const { signal } = controller;
    const sending = failure(client({ fetch, retry: {} }).messages.sendText(hello, { signal }));
    await until(isAsked);
    controller.abort(reason);
    expect(await sending).toMatchObject({ name: "AmbiguousSendError", cause: reason });
    const reading = deafFetch();
    const second = new AbortController();
    const accessToken = vi.fn(() => "EAAtoken");
    const options = { method: "GET", path: "/1", signal: second.signal } as const;
    const result = failure(client({ fetch: reading.fetch, accessToken, retry: {} }).request(options));
    await until(reading.isAsked);
    second.abort(reason);
    expect(await result).toBe(reason);
    expect(reading.fetch).toHaveBeenCalledTimes(1);
  }
});

test("a read rejects with the reason itself", async () => {
  const { fetch, isAsked } = deafFetch();
  const { error, reason, listeners, timers } = await abortWhen(isAsked, (signal) =>
    client({ fetch }).request({ method: "GET", path: "/1", signal }),
  );
  expect(error).toBe(reason);
  expect({ listeners, timers }).toEqual({ listeners: 0, timers: 0 });
});

test("a send aborted before it left rejects with the reason and makes no request", async () => {
  const { fetch, requests } = recorder();
  const error = await failure(
    client({ fetch }).messages.sendText(hello, { signal: AbortSignal.abort("not needed") }),
  );
  expect(error).toBe("not needed");
  expect(requests).toHaveLength(0);
});

test("a send waiting for the token rejects with the reason", async () => {
  const { fetch, requests } = recorder();
  const accessToken = vi.fn(() => new Promise<string>(() => {}));
  const { error, reason } = await abortWhen(
    () => accessToken.mock.calls.length > 0,
    (signal) => client({ fetch, accessToken }).messages.sendText(hello, { signal }),
  );
  expect(error).toBe(reason);
  expect(requests).toHaveLength(0);
});

test("an aborted send in the queue rejects with the reason, and its slot goes to the next", async () => {
  const { fetch, requests } = recorder(accepted(), accepted());
  const whatsapp = client({ fetch, rateLimit: { messagesPerSecond: 2 } });
  await whatsapp.messages.sendText(hello);
  const started = Date.now();
  const controller = new AbortController();
  const waiting = failure(whatsapp.messages.sendText(hello, { signal: controller.signal }));
  controller.abort("changed my mind");
  expect(await waiting).toBe("changed my mind");
  expect(getEventListeners(controller.signal, "abort")).toHaveLength(0);
  const next = whatsapp.messages.sendText(hello);
  while (requests.length < 2) await pass(10);
  await next;
  expect(Date.now() - started).toBeLessThan(1000); // two places later it would be more
});

test("a send waiting to be repeated rejects with the reason, and is not repeated", async () => {
  const { fetch, requests } = recorder(
    Response.json({ error: { code: 131016, message: "down" } }, { status: 500 }),
  );
  const logger = { debug() {}, info: vi.fn(), warn() {}, error() {} };
  const { error, reason, listeners, timers } = await abortWhen(
    () => logger.info.mock.calls.length > 0 && vi.getTimerCount() > 0,
    (signal) => client({ fetch, logger, retry: { minDelayMs: 60_000 } }).messages.sendText(hello, { signal }),
  );
  expect(error).toBe(reason);
  expect({ listeners, timers }).toEqual({ listeners: 0, timers: 0 });
  expect(requests).toHaveLength(1);
});

/** Lets the time limit of a call pass that never gets an answer, and gives its error. */
async function timeOut(
  limitMs: number,
  { isAsked }: ReturnType<typeof deafFetch>,
  call: Promise<unknown>,
): Promise<unknown> {
  const outcome = vi.fn();
  const error = failure(call).finally(outcome);
  await until(isAsked);
  await pass(limitMs - 1);
  expect(outcome).not.toHaveBeenCalled();
  await pass(1);
  return error;
}

test("a time-out of a send is unclear, of a read a ConnectionError", async () => {
  const sending = deafFetch();
  const send = client({ fetch: sending.fetch, timeoutMs: 30 }).messages.sendText(hello);
  const sent = await timeOut(30, sending, send);
  expect(sent).toBeInstanceOf(AmbiguousSendError);
  expect((sent as Error).cause).toMatchObject({ name: "TimeoutError" });
  const reading = deafFetch();
  const read = client({ fetch: reading.fetch, timeoutMs: 30 }).request({ method: "GET", path: "/1" });
  expect(await timeOut(30, reading, read)).toMatchObject({ name: "ConnectionError" });
});

test("timeoutMs can be set for one call", async () => {
  const sending = deafFetch();
  const send = client({ fetch: sending.fetch }).messages.sendText(hello, { timeoutMs: 30 });
  expect(await timeOut(30, sending, send)).toBeInstanceOf(AmbiguousSendError);
});

test("after close() the calls under way are done and later ones are refused", async () => {
  const answer = deferred();
  const { fetch, requests } = recorder(async () => {
    await answer.promise;
    return accepted();
  });
  const whatsapp = client({ fetch });
  const sending = whatsapp.messages.sendText(hello);
  const closed = vi.fn();
  const closing = whatsapp.close().then(closed);
  await until(() => requests.length > 0);
  expect(closed).not.toHaveBeenCalled();
  answer.resolve();
  await closing;
  expect((await sending).id).toBe("wamid.1");
  expect(await failure(whatsapp.messages.sendText(hello))).toMatchObject({ name: "ConfigurationError" });
});
