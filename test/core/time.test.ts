import { afterEach, describe, expect, test, vi } from "vitest";
import { systemClock } from "../../src/core/clock.ts";
import { createSimulator } from "../../src/testing/index.ts";
import { client, failure, to } from "../support/client.ts";
import { accepted, recorder, refused } from "../support/recorder.ts";
import { pass, stopTime } from "../support/time.ts";

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

const hour = 60 * 60 * 1000;
const hello = { to, body: "Hi" };

/** Somebody sets the system's time. */
const setDate = (byMs: number) => vi.setSystemTime(Date.now() + byMs);

describe("waiting goes by a clock that nobody sets", () => {
  test.each([
    ["back", -24 * hour],
    ["ahead", 24 * hour],
  ])("sends keep their pace when the system's time is set %s", async (_, byMs) => {
    stopTime();
    const { fetch, requests } = recorder(accepted(), accepted(), accepted());
    const whatsapp = client({ fetch, rateLimit: { messagesPerSecond: 1 } });
    const sends = [1, 2, 3].map(() => whatsapp.messages.sendText(hello));
    await sends[0];
    setDate(byMs);
    await pass(900);
    expect(requests).toHaveLength(1);
    await pass(111);
    expect(requests).toHaveLength(2);
    setDate(byMs);
    await pass(900);
    expect(requests).toHaveLength(2);
    await pass(111);
    await Promise.all(sends);
  });

  test.each([
    ["back", -24 * hour],
    ["ahead", 24 * hour],
  ])("a pause lasts as long as Meta asked for when the system's time is set %s", async (_, byMs) => {
    stopTime();
    const answers = [refused(429, 130429, {}, { "retry-after": "10" }), accepted()];
    const { fetch, requests } = recorder(...answers);
    const whatsapp = client({ fetch, rateLimit: {} });
    await failure(whatsapp.messages.sendText(hello));
    const held = whatsapp.messages.sendText(hello);
    setDate(byMs);
    await pass(9990);
    expect(requests).toHaveLength(1);
    await pass(10);
    await held;
  });

  test("cached templates are not read again because the system's time is set ahead", async () => {
    stopTime();
    const template = { id: "1", name: "hello", language: "en_US", status: "APPROVED", category: "UTILITY" };
    const components = [{ type: "BODY", text: "Hi" }];
    const { fetch, requests } = recorder(Response.json({ data: [{ ...template, components }] }));
    const checked = client({ fetch }).templates.checked({ maxAgeMs: 60_000 });
    await checked.check({ name: "hello", language: "en_US" });
    setDate(hour);
    await checked.check({ name: "hello", language: "en_US" });
    expect(requests).toHaveLength(1);
  });

  test("a date in Retry-After is read by the server's clock", async () => {
    const headers = { "retry-after": "Tue, 24 Nov 2026 10:00:30 GMT", date: "Tue, 24 Nov 2026 10:00:00 GMT" };
    const { fetch } = recorder(refused(429, 130429, {}, headers));
    expect(await failure(client({ fetch }).messages.sendText(hello))).toMatchObject({ retryAfterMs: 30_000 });
  });

  test("a time in Retry-After is never longer than a timer can wait", async () => {
    const { fetch } = recorder(refused(429, 130429, {}, { "retry-after": "1e300" }));
    const error = await failure(client({ fetch }).messages.sendText(hello));
    expect(error).toMatchObject({ retryAfterMs: 2 ** 31 - 1 });
  });
});

const fakes: Record<string, Parameters<typeof vi.useFakeTimers>[0]> = {
  "as they come": undefined,
  "at another date": { now: Date.UTC(2040, 0, 1) },
};

describe.each(Object.entries(fakes))("with fake timers: %s", (_, options) => {
  test("the clock never runs backwards", () => {
    const times = [systemClock.now()];
    for (let round = 0; round < 3; round += 1) {
      vi.useFakeTimers(options);
      times.push(systemClock.now());
      vi.advanceTimersByTime(1000);
      times.push(systemClock.now());
      vi.useRealTimers();
      times.push(systemClock.now());
    }
    expect(times).toEqual([...times].sort((a, b) => a - b));
  });

  test("the window of a customer who wrote stays open, and the first send leaves at once", async () => {
    const simulator = createSimulator();
    const { clientOptions } = simulator;
    const ana = simulator.user(to);
    await ana.sends("Hi");
    await client({ ...clientOptions, rateLimit: {} }).messages.sendText(hello);
    vi.useFakeTimers(options);
    await client({ ...clientOptions, rateLimit: {} }).messages.sendText(hello);
    vi.useRealTimers();
    await client({ ...clientOptions, rateLimit: {} }).messages.sendText(hello);
    expect(ana.inbox).toHaveLength(3);
    await simulator.close();
  });
});

test("with fake timers, the window of a customer ends after a day", async () => {
  const simulator = createSimulator({ closedWindow: "response" });
  const { messages } = client(simulator.clientOptions);
  await simulator.user(to).sends("Hi");
  vi.useFakeTimers();
  vi.advanceTimersByTime(23 * hour);
  await messages.sendText(hello);
  vi.advanceTimersByTime(2 * hour);
  expect(await failure(messages.sendText(hello))).toMatchObject({ code: 131047 });
  await simulator.close();
});
