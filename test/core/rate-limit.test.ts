import Bottleneck from "bottleneck/light.js";
import { describe, expect, test } from "vitest";
import { QueueFullError } from "wacloud";
import { arrivals } from "../support/arrivals.ts";
import { client, failure } from "../support/client.ts";
import { accepted, refused } from "../support/recorder.ts";

/** The most departures that any window of one second holds. */
function busiestSecond(times: number[]): number {
  let first = 0;
  return times.reduce((most, time, index) => {
    while (time - (times[first] ?? 0) >= 1000) first += 1;
    return Math.max(most, index - first + 1);
  }, 0);
}

const number = (index: number) => `+1415555${String(1000 + (index % 9000)).padStart(4, "0")}`;

async function depart(messagesPerSecond: number, count: number) {
  const times: number[] = [];
  const fetch = async () => {
    times.push(performance.now());
    return accepted();
  };
  const whatsapp = client({ fetch, rateLimit: { messagesPerSecond } });
  await whatsapp.messages.sendText({ to: number(0), body: "warm up" });
  await new Promise((resolve) => setTimeout(resolve, 1100));
  times.length = 0;
  await Promise.all(
    Array.from({ length: count }, (_, index) =>
      whatsapp.messages.sendText({ to: number(index), body: "Hi" }),
    ),
  );
  const seconds = ((times.at(-1) ?? 0) - (times[0] ?? 0)) / 1000;
  return { most: busiestSecond(times), mean: (count - 1) / seconds };
}

describe("no second holds more departures than the limit, and nearly all of it is used", () => {
  test.each([
    [80, 240],
    [1000, 3000],
  ])("at %i a second", async (limit, count) => {
    const { most, mean } = await depart(limit, count);
    expect(most).toBeLessThanOrEqual(limit * 1.02);
    expect(mean).toBeGreaterThanOrEqual(limit * 0.95);
  });
});

test.each([
  [80, 240],
  [1000, 3000],
])("at %i a second the server sees hardly more in any second, over real sockets", async (limit, count) => {
  const server = await arrivals();
  const whatsapp = client({ baseUrl: server.url, rateLimit: { messagesPerSecond: limit } });
  await Promise.all(
    Array.from({ length: count }, (_, index) =>
      whatsapp.messages.sendText({ to: number(index), body: "Hi" }),
    ),
  );
  await whatsapp.close();
  const times = await server.stop();
  expect(times).toHaveLength(count);
  expect(busiestSecond(times)).toBeLessThanOrEqual(limit * 1.05);
});

test("a single idle send does not wait", async () => {
  const whatsapp = client({ fetch: async () => accepted(), rateLimit: { messagesPerSecond: 1 } });
  const started = performance.now();
  await whatsapp.messages.sendText({ to: number(1), body: "Hi" });
  expect(performance.now() - started).toBeLessThan(500);
});

test("the queue is bounded, and one message too many says so", async () => {
  const whatsapp = client({
    fetch: async () => accepted(),
    rateLimit: { messagesPerSecond: 50, maxQueue: 3 },
  });
  const sends = Array.from({ length: 10 }, (_, index) =>
    whatsapp.messages.sendText({ to: number(index), body: "Hi" }).catch((error: unknown) => error),
  );
  const outcomes = await Promise.all(sends);
  const full = outcomes.filter((outcome) => outcome instanceof QueueFullError);
  expect(full).toHaveLength(6); // the first goes at once, three wait
  expect(full[0]).toMatchObject({ message: expect.stringContaining("maxQueue") });
});

test("each phone number has a pace of its own", async () => {
  const whatsapp = client({ fetch: async () => accepted(), rateLimit: { messagesPerSecond: 2 } });
  const started = performance.now();
  await Promise.all([
    whatsapp.messages.sendText({ to: number(1), body: "Hi" }),
    whatsapp.withPhoneNumber("2").messages.sendText({ to: number(1), body: "Hi" }),
    whatsapp.withPhoneNumber("3").messages.sendText({ to: number(1), body: "Hi" }),
  ]);
  expect(performance.now() - started).toBeLessThan(400);
});

test("reads, read receipts and other calls do not wait for a turn", async () => {
  const whatsapp = client({
    fetch: async () => Response.json({ success: true }),
    rateLimit: { messagesPerSecond: 1 },
  });
  const started = performance.now();
  await Promise.all(Array.from({ length: 5 }, () => whatsapp.messages.markAsRead("wamid.1")));
  expect(performance.now() - started).toBeLessThan(500);
});

test("a 130429 holds everybody of that number back, and nobody else", async () => {
  const departures: { number: string; at: number }[] = [];
  let refusals = 1;
  const fetch = async (input: RequestInfo | URL) => {
    const phone = new URL((input as Request).url).pathname.split("/")[2] ?? "";
    departures.push({ number: phone, at: performance.now() });
    if (phone === "1" && refusals-- > 0) return refused(429, 130429, {}, { "retry-after": "1" });
    return accepted();
  };
  const first = client({ fetch, phoneNumberId: "1", rateLimit: {}, retry: {} });
  const throttled = first.messages.sendText({ to: number(1), body: "Hi" });
  await new Promise((resolve) => setTimeout(resolve, 100));
  await Promise.all([
    first.messages.sendText({ to: number(2), body: "Hi" }),
    first.withPhoneNumber("2").messages.sendText({ to: number(2), body: "Hi" }),
    throttled,
  ]);
  const start = departures[0]?.at ?? 0;
  const later = departures.filter((departure) => departure.number === "1").slice(1);
  expect(later).toHaveLength(2);
  for (const { at } of later) expect(at - start).toBeGreaterThan(900);
  const other = departures.find((departure) => departure.number === "2");
  expect((other?.at ?? 0) - start).toBeLessThan(500);
});

test("a 131056 holds back that pair only", async () => {
  const departures: { to: string; at: number }[] = [];
  let refusals = 1;
  const fetch = async (input: RequestInfo | URL) => {
    const { to } = (await (input as Request).json()) as { to: string };
    departures.push({ to, at: performance.now() });
    return to === number(1) && refusals-- > 0 ? refused(400, 131056) : accepted();
  };
  const whatsapp = client({ fetch, rateLimit: {}, retry: false });
  await failure(whatsapp.messages.sendText({ to: number(1), body: "Hi" }));
  await Promise.all([
    whatsapp.messages.sendText({ to: number(1), body: "Hi" }),
    whatsapp.messages.sendText({ to: number(2), body: "Hi" }),
  ]);
  const start = departures[0]?.at ?? 0;
  const of = (to: string) => departures.filter((departure) => departure.to === to);
  expect((of(number(1))[1]?.at ?? 0) - start).toBeGreaterThan(900);
  expect((of(number(2))[0]?.at ?? 0) - start).toBeLessThan(500);
});

test("bottleneck still has the private field that its pace depends on", () => {
  expect(new Bottleneck({ minTime: 1 })._store.yieldLoop).toBeTypeOf("function");
});
