import { getEventListeners } from "node:events";
import { expect, test } from "vitest";
import { AmbiguousSendError } from "wacloud";
import { client, failure, to } from "../support/client.ts";
import { accepted, recorder } from "../support/recorder.ts";

const hello = { to, body: "Hello" };
/** Answers never, and ignores the signal as a careless `fetch` would. */
const deaf = () => new Promise<Response>(() => {});

/** How many timers the process waits for. */
const timers = () => process.getActiveResourcesInfo().filter((resource) => resource === "Timeout").length;

async function abortAfter(milliseconds: number, start: (signal: AbortSignal) => Promise<unknown>) {
  const controller = new AbortController();
  const timersBefore = timers();
  const reason = new Error("the user closed the page");
  const promise = failure(start(controller.signal));
  await new Promise((resolve) => setTimeout(resolve, milliseconds));
  const aborted = performance.now();
  controller.abort(reason);
  const error = await promise;
  const tookMs = performance.now() - aborted;
  const listeners = getEventListeners(controller.signal, "abort").length;
  return { error, reason, listeners, tookMs, timers: timers() - timersBefore };
}

test("a send that had left rejects with an AmbiguousSendError whose cause is the reason", async () => {
  const {
    error,
    reason,
    listeners,
    tookMs,
    timers: left,
  } = await abortAfter(20, (signal) =>
    client({ fetch: deaf }).messages.sendText({ ...hello, biz_opaque_callback_data: "tag" }, { signal }),
  );
  expect(error).toBeInstanceOf(AmbiguousSendError);
  expect(error).toMatchObject({ cause: reason, correlationTag: "tag" });
  expect({ listeners, left }).toEqual({ listeners: 0, left: 0 });
  expect(tookMs).toBeLessThan(50);
});

test("a read rejects with the reason itself", async () => {
  const { error, reason, listeners } = await abortAfter(20, (signal) =>
    client({ fetch: deaf }).request({ method: "GET", path: "/1", signal }),
  );
  expect(error).toBe(reason);
  expect(listeners).toBe(0);
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
  const { error, reason } = await abortAfter(10, (signal) =>
    client({ fetch, accessToken: () => new Promise<string>(() => {}) }).messages.sendText(hello, { signal }),
  );
  expect(error).toBe(reason);
  expect(requests).toHaveLength(0);
});

test("a send waiting for its turn rejects with the reason, and its place goes to the next", async () => {
  const { fetch, requests } = recorder(accepted(), accepted());
  const whatsapp = client({ fetch, rateLimit: { messagesPerSecond: 2 } });
  await whatsapp.messages.sendText(hello);
  const started = performance.now();
  const controller = new AbortController();
  const waiting = failure(whatsapp.messages.sendText(hello, { signal: controller.signal }));
  controller.abort("changed my mind");
  expect(await waiting).toBe("changed my mind");
  expect(getEventListeners(controller.signal, "abort")).toHaveLength(0);
  await whatsapp.messages.sendText(hello);
  expect(requests).toHaveLength(2);
  expect(performance.now() - started).toBeLessThan(1400);
});

test("a send waiting to be repeated rejects with the reason, and is not repeated", async () => {
  const { fetch, requests } = recorder(
    Response.json({ error: { code: 131016, message: "down" } }, { status: 500 }),
  );
  const {
    error,
    reason,
    listeners,
    timers: left,
  } = await abortAfter(60, (signal) =>
    client({ fetch, retry: { minDelayMs: 60_000 } }).messages.sendText(hello, { signal }),
  );
  expect(error).toBe(reason);
  expect({ listeners, left }).toEqual({ listeners: 0, left: 0 });
  expect(requests).toHaveLength(1);
});

test("a time-out of a send is unclear, of a read a ConnectionError", async () => {
  const whatsapp = client({ fetch: deaf, timeoutMs: 30 });
  const sent = await failure(whatsapp.messages.sendText(hello));
  expect(sent).toBeInstanceOf(AmbiguousSendError);
  expect((sent as Error).cause).toMatchObject({ name: "TimeoutError" });
  expect(await failure(whatsapp.request({ method: "GET", path: "/1" }))).toMatchObject({
    name: "ConnectionError",
  });
});

test("timeoutMs can be set for one call", async () => {
  const started = performance.now();
  await failure(client({ fetch: deaf }).messages.sendText(hello, { timeoutMs: 30 }));
  expect(performance.now() - started).toBeLessThan(1000);
});

test("after close() the calls under way are done and later ones are refused", async () => {
  let answered = false;
  const { fetch } = recorder(async () => {
    await new Promise((resolve) => setTimeout(resolve, 40));
    answered = true;
    return accepted();
  });
  const whatsapp = client({ fetch });
  const sending = whatsapp.messages.sendText(hello);
  await whatsapp.close();
  expect(answered).toBe(true);
  expect((await sending).id).toBe("wamid.1");
  expect(await failure(whatsapp.messages.sendText(hello))).toMatchObject({ name: "ConfigurationError" });
});
