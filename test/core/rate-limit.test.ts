import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { type FetchInit, QueueFullError, type WhatsAppClient } from "wacloud";
import { client, failure } from "../support/client.ts";
import { accepted, recorder, refused } from "../support/recorder.ts";
import { pass, stopTime, until } from "../support/time.ts";

// Time passes only when a test says so. A call that resolves before has not waited.
beforeEach(() => {
  stopTime();
});

afterEach(() => {
  vi.useRealTimers();
});

/** The most departures that any window of one second holds. */
function busiestSecond(times: number[]): number {
  let first = 0;
  return times.reduce((most, time, index) => {
    while (time - (times[first] ?? 0) >= 1000) first += 1;
    return Math.max(most, index - first + 1);
  }, 0);
}

const number = (index: number) => `+1415555${String(1000 + (index % 9000)).padStart(4, "0")}`;

/** Sends so many texts together, with timers late by up to `stepMs`. Returns when each left, by the limiter's clock. */
async function depart(messagesPerSecond: number, count: number, stepMs: number): Promise<number[]> {
  const times: number[] = [];
  const fetch = async () => {
    times.push(Date.now());
    return accepted();
  };
  const whatsapp = client({ fetch, rateLimit: { messagesPerSecond } });
  await whatsapp.messages.sendText({ to: number(0), body: "warm up" });
  await pass(1100);
  times.length = 0;
  const sends = Array.from({ length: count }, (_, index) =>
    whatsapp.messages.sendText({ to: number(index), body: "Hi" }),
  );
  while (times.length < count) await pass(stepMs);
  await Promise.all(sends);
  return times;
}

test.each([
  [80, 160, 4],
  [80, 240, 16],
  [1000, 1500, 16],
])("at %i a second, no second holds more, and nearly all of it is used", async (limit, count, stepMs) => {
  const times = await depart(limit, count, stepMs);
  const seconds = ((times.at(-1) ?? 0) - (times[0] ?? 0)) / 1000;
  expect(times).toHaveLength(count);
  expect(busiestSecond(times)).toBeLessThanOrEqual(limit);
  expect((count - 1) / seconds).toBeGreaterThanOrEqual(limit * 0.95);
});

test.each([
  [80, 240, 150],
  [80, 240, 400],
  [1000, 1500, 150],
])("at %i a second, no second holds more although timers fire late", async (limit, count, stepMs) => {
  const times = await depart(limit, count, stepMs);
  expect(times).toHaveLength(count);
  expect(busiestSecond(times)).toBeLessThanOrEqual(limit);
});

test("a single idle send does not wait", async () => {
  const whatsapp = client({ fetch: async () => accepted(), rateLimit: { messagesPerSecond: 1 } });
  await whatsapp.messages.sendText({ to: number(1), body: "Hi" });
});

test("the queue is bounded, and one message too many is refused", async () => {
  const whatsapp = client({
    fetch: async () => accepted(),
    rateLimit: { messagesPerSecond: 50, maxQueue: 3 },
  });
  let settled = 0;
  const sends = Array.from({ length: 10 }, (_, index) =>
    whatsapp.messages
      .sendText({ to: number(index), body: "Hi" })
      .catch((error: unknown) => error)
      .finally(() => {
        settled += 1;
      }),
  );
  while (settled < 10) await pass(10);
  const full = (await Promise.all(sends)).filter((outcome) => outcome instanceof QueueFullError);
  expect(full).toHaveLength(6); // the first goes at once, three wait
  expect(full[0]).toMatchObject({ message: expect.stringContaining("maxQueue") });
});

test("each phone number has its own pace", async () => {
  const whatsapp = client({ fetch: async () => accepted(), rateLimit: { messagesPerSecond: 2 } });
  await Promise.all([
    whatsapp.messages.sendText({ to: number(1), body: "Hi" }),
    whatsapp.withPhoneNumber("2").messages.sendText({ to: number(1), body: "Hi" }),
    whatsapp.withPhoneNumber("3").messages.sendText({ to: number(1), body: "Hi" }),
  ]);
});

test("reads, read receipts and other calls do not wait for a turn", async () => {
  const whatsapp = client({
    fetch: async () => Response.json({ success: true }),
    rateLimit: { messagesPerSecond: 1 },
  });
  await Promise.all(Array.from({ length: 5 }, () => whatsapp.messages.markAsRead("wamid.1")));
});

test("a 130429 pauses all sends of that number, and no others", async () => {
  const departures: { number: string; at: number }[] = [];
  let refusals = 1;
  const fetch = async (url: string) => {
    const phone = new URL(url).pathname.split("/")[2] ?? "";
    departures.push({ number: phone, at: Date.now() });
    if (phone === "1" && refusals-- > 0) return refused(429, 130429, {}, { "retry-after": "1" });
    return accepted();
  };
  const logger = { debug() {}, info: vi.fn(), warn() {}, error() {} };
  const first = client({ fetch, phoneNumberId: "1", rateLimit: {}, retry: {}, logger });
  const start = Date.now();
  const throttled = first.messages.sendText({ to: number(1), body: "Hi" });
  await until(() => logger.info.mock.calls.length > 0); // it waits to be repeated
  const held = first.messages.sendText({ to: number(2), body: "Hi" });
  await first.withPhoneNumber("2").messages.sendText({ to: number(2), body: "Hi" });
  expect(departures).toEqual([
    { number: "1", at: start },
    { number: "2", at: start },
  ]);
  while (departures.length < 4) await pass(10);
  await Promise.all([held, throttled]);
  for (const { number, at } of departures.slice(2)) {
    expect(number).toBe("1");
    expect(at - start).toBeGreaterThanOrEqual(1000);
  }
});

test("a 131056 pauses only that pair", async () => {
  const departures: { to: string; at: number }[] = [];
  let refusals = 1;
  const fetch = async (_: string, { body }: FetchInit) => {
    const { to } = JSON.parse(String(body)) as { to: string };
    departures.push({ to, at: Date.now() });
    return to === number(1) && refusals-- > 0 ? refused(400, 131056) : accepted();
  };
  const whatsapp = client({ fetch, rateLimit: {}, retry: false });
  const start = Date.now();
  await failure(whatsapp.messages.sendText({ to: number(1), body: "Hi" }));
  const held = whatsapp.messages.sendText({ to: number(1), body: "Hi" });
  const free = whatsapp.messages.sendText({ to: number(2), body: "Hi" });
  while (departures.length < 3) await pass(10);
  await Promise.all([held, free]);
  const [, second, third] = departures;
  expect(second?.to).toBe(number(2));
  expect((second?.at ?? 0) - start).toBeLessThan(1000);
  expect(third?.to).toBe(number(1));
  expect((third?.at ?? 0) - start).toBeGreaterThanOrEqual(1000);
});

describe("a send that was unclear stays unclear", () => {
  const reset = () =>
    new TypeError("fetch failed", { cause: Object.assign(new Error("x"), { code: "ECONNRESET" }) });
  const hello = { to: number(1), body: "Hi" };

  /** A client whose first attempt is unclear, and what happens before its repeat; no time passes after. */
  function repeating(before: (whatsapp: WhatsAppClient) => void) {
    const { fetch, requests } = recorder(reset());
    const sleep = async () => before(whatsapp);
    const clock = { random: () => 0, now: Date.now, sleep };
    const rateLimit = { messagesPerSecond: 1, maxQueue: 1 };
    const whatsapp = client({ fetch, clock, retry: { ambiguous: true }, rateLimit });
    return { whatsapp, requests };
  }

  test("if the queue is full when it is to be repeated", async () => {
    const { whatsapp, requests } = repeating(({ messages }) => {
      for (let queued = 0; queued < 2; queued++) messages.sendText(hello).catch(() => {});
    });
    const error = await failure(whatsapp.messages.sendText(hello));
    expect(error).toMatchObject({ name: "AmbiguousSendError", cause: { name: "QueueFullError" } });
    expect(requests).toHaveLength(1);
  });

  test("if it is aborted while it waits for its turn to be repeated", async () => {
    const controller = new AbortController();
    const { whatsapp, requests } = repeating(() => setImmediate(() => controller.abort("enough")));
    const error = await failure(whatsapp.messages.sendText(hello, { signal: controller.signal }));
    expect(error).toMatchObject({ name: "AmbiguousSendError", cause: "enough" });
    expect(requests).toHaveLength(1);
  });
});
