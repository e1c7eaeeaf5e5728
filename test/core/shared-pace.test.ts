import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { QueueFullError, type WhatsAppClientOptions } from "wacloud";
import { createSimulator } from "wacloud/testing";
import { client, failure, fakeClock, phoneNumberId, to } from "../support/client.ts";
import { accepted, refused } from "../support/recorder.ts";
import { pass, stopTime, until } from "../support/time.ts";

beforeEach(() => {
  stopTime();
});

afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

const hello = { to, body: "Hi" };

/** A `fetch` of its own, and when it was asked to send. */
function sender(answer: (asked: number) => Response = () => accepted()) {
  const times: number[] = [];
  const fetch = async (_: string) => {
    times.push(performance.now());
    return answer(times.length);
  };
  return { fetch, times };
}

const paced = (options: Partial<WhatsAppClientOptions>) => client({ rateLimit: {}, ...options });

/** Sends one text with each client, and says how long that took. */
async function sendWithEach(clients: ReturnType<typeof client>[], stepMs = 10): Promise<number> {
  const began = performance.now();
  let sent = 0;
  const sends = clients.map(({ messages }) => messages.sendText(hello).finally(() => sent++));
  while (sent < clients.length) await pass(stepMs);
  await Promise.all(sends);
  return performance.now() - began;
}

describe("all clients of the process share the pace of a number", () => {
  test("a client per request does not multiply it", async () => {
    const { fetch, times } = sender();
    const rateLimit = { messagesPerSecond: 10 };
    await sendWithEach(Array.from({ length: 25 }, () => paced({ fetch, rateLimit })));
    expect(times).toHaveLength(25);
    for (const [index, time] of times.entries())
      expect(times.filter((other) => other >= time && other < time + 1000).length, `${index}`).toBeLessThan(
        11,
      );
  });

  test("the strictest limit counts", async () => {
    const { fetch } = sender();
    const [strict, lenient] = [{ messagesPerSecond: 2 }, { messagesPerSecond: 1000 }];
    const clients = [strict, lenient, lenient, lenient].map((rateLimit) => paced({ fetch, rateLimit }));
    expect(await sendWithEach(clients)).toBeGreaterThan(1500);
  });

  test("each client has its own bound for the queue", async () => {
    const { fetch } = sender();
    const patient = paced({ fetch, rateLimit: { messagesPerSecond: 1 } });
    const hasty = paced({ fetch, rateLimit: { messagesPerSecond: 1, maxQueue: 2 } });
    const sends = [1, 2, 3].map(() => patient.messages.sendText(hello));
    expect(await failure(hasty.messages.sendText(hello))).toBeInstanceOf(QueueFullError);
    while (vi.getTimerCount() > 0) await pass(100);
    await Promise.all(sends);
  });

  test("a 130429 slows all of them down", async () => {
    const { fetch, times } = sender((asked) =>
      asked === 1 ? refused(429, 130429, {}, { "retry-after": "3" }) : accepted(),
    );
    await failure(paced({ fetch }).messages.sendText(hello));
    expect(await sendWithEach([paced({ fetch })])).toBeGreaterThanOrEqual(3000);
    expect(times).toHaveLength(2);
  });

  test("whether their `fetch` is the runtime's own or the same by name", async () => {
    const { fetch } = sender();
    vi.stubGlobal("fetch", fetch);
    const rateLimit = { messagesPerSecond: 1 };
    const clients = [paced({ rateLimit }), paced({ rateLimit, fetch }), paced({ rateLimit })];
    expect(await sendWithEach(clients)).toBeGreaterThan(2000);
  });

  test("whether or not their baseUrl ends with a slash", async () => {
    const { fetch } = sender();
    const urls = ["https://graph.example", "https://graph.example/", "https://graph.example"];
    const clients = urls.map((baseUrl) => paced({ fetch, baseUrl, rateLimit: { messagesPerSecond: 1 } }));
    expect(await sendWithEach(clients)).toBeGreaterThan(2000);
  });

  test("those of another copy of the package, too", async () => {
    const { fetch } = sender();
    vi.resetModules();
    const { WhatsAppClient } = await import("wacloud");
    const options = { accessToken: "EAA", phoneNumberId, fetch, rateLimit: { messagesPerSecond: 1 } };
    const copy = new WhatsAppClient(options);
    expect(await sendWithEach([paced(options), copy as never])).toBeGreaterThan(1000);
  });
});

test("a number keeps one pace, also when its own was forgotten while a send waited for its token", async () => {
  const { fetch, times } = sender();
  const rateLimit = { messagesPerSecond: 1 };
  let hand: (token: string) => void = () => undefined;
  const slow = () => new Promise<string>((resolve) => (hand = resolve));
  const waiting = paced({ fetch, rateLimit, accessToken: slow }).messages.sendText(hello);
  await until(() => vi.getTimerCount() > 0); // its token was asked for
  const others = Array.from({ length: 1100 }, (_, index) => paced({ fetch, phoneNumberId: `9${index}` }));
  await Promise.all(others.map(({ messages }) => messages.sendText(hello)));
  await pass(2000); // they rest: whoever comes next makes room
  await paced({ fetch, phoneNumberId: "8" }).messages.sendText(hello);
  times.length = 0;
  const second = paced({ fetch, rateLimit }).messages.sendText(hello);
  await until(() => times.length === 1);
  hand("EAAlate");
  await until(() => vi.getTimerCount() > 0);
  expect(times).toHaveLength(1);
  while (times.length < 2) await pass(100);
  await Promise.all([waiting, second]);
  expect((times[1] ?? 0) - (times[0] ?? 0)).toBeGreaterThanOrEqual(1000);
});

describe("the pace is not shared", () => {
  const rateLimit = { messagesPerSecond: 1 };

  test.each<[string, () => Partial<WhatsAppClientOptions>[]]>([
    ["with another fetch", () => [{}, { fetch: sender().fetch }]],
    ["with another server", () => [{}, { baseUrl: "https://elsewhere.example" }]],
    ["with another number", () => [{}, { phoneNumberId: "2" }]],
    ["with clients without a limit", () => [{}, { rateLimit: false }, { rateLimit: false }]],
    ["with clients of another clock", () => [{}, { clock: fakeClock() }]],
  ])("%s", async (_, options) => {
    const { fetch } = sender();
    const clients = options().map((more) => paced({ fetch, rateLimit, ...more }));
    await Promise.all(clients.map(({ messages }) => messages.sendText(hello))); // no time passes
  });

  test("by the clients of two simulators", async () => {
    const simulators = [createSimulator({ openWindow: true }), createSimulator({ openWindow: true })];
    const clients = simulators.map(({ clientOptions }) => paced({ ...clientOptions, rateLimit }));
    await Promise.all(clients.map(({ messages }) => messages.sendText(hello)));
    await Promise.all(simulators.map((simulator) => simulator.close()));
  });
});

test("what is kept of numbers is bounded: those that rest are forgotten, those that wait are not", async () => {
  const { SharedPace } = await import("../../src/core/rate-limit/shared-pace.ts");
  const clock = fakeClock();
  const pace = new SharedPace(clock);
  const settings = { messagesPerSecond: 1, maxQueue: 10, maxPauseMs: 1000 };
  const busy = pace.number("busy");
  await busy.waitForTurn(settings, undefined);
  for (let index = 0; index < 2000; index += 1) pace.number(`resting ${index}`);
  expect(pace.number("busy")).toBe(busy);
  const resting = pace.number("resting 1999");
  await clock.sleep(1001);
  for (let index = 0; index < 2000; index += 1) pace.number(`more ${index}`);
  expect(pace.number("resting 1999")).not.toBe(resting);
  expect(pace.number("busy")).not.toBe(busy);
});

describe("a pause longer than maxDelayMs is handed back", () => {
  const slow = () => refused(429, 130429, { error_data: { details: "slow down" } }, { "retry-after": "120" });

  test("to the sends that wait, at once, and to those that come later", async () => {
    const { fetch, times } = sender((asked) => (asked === 1 ? slow() : accepted()));
    const whatsapp = paced({ fetch, retry: { maxDelayMs: 60_000 }, rateLimit: { messagesPerSecond: 1 } });
    const sends = [1, 2, 3].map(() => failure(whatsapp.messages.sendText(hello)));
    const [first, ...waiting] = await Promise.all(sends);
    expect(first).toMatchObject({ name: "ApiError", code: 130429, retryAfterMs: 120_000 });
    for (const error of waiting) {
      expect(error).toMatchObject({ name: "ApiError", code: 130429, category: "throttled" });
      expect(error).toMatchObject({ retryAfterMs: 120_000, details: "slow down", retryable: true });
      expect((error as Error).message).toMatch(
        /^Not sent: .* another 120 s, longer than `retry.maxDelayMs`\./,
      );
    }
    expect(times).toHaveLength(1);
    expect(vi.getTimerCount()).toBe(0);
    await pass(50_000);
    expect(await failure(whatsapp.messages.sendText(hello))).toMatchObject({ retryAfterMs: 70_000 });
    await pass(10_000);
    expect(await sendWithEach([whatsapp], 1000)).toBeGreaterThanOrEqual(60_000); // may be waited for
  });

  test("to each client by its own maxDelayMs", async () => {
    const { fetch, times } = sender((asked) => (asked === 1 ? slow() : accepted()));
    const rateLimit = { messagesPerSecond: 1 };
    const hasty = paced({ fetch, rateLimit, retry: { maxDelayMs: 1000 } });
    const patient = paced({ fetch, rateLimit, retry: { maxDelayMs: 600_000 } });
    const first = failure(hasty.messages.sendText(hello));
    const held = patient.messages.sendText(hello);
    expect(await first).toMatchObject({ retryAfterMs: 120_000 });
    expect(await failure(hasty.messages.sendText(hello))).toMatchObject({ retryAfterMs: 120_000 });
    while (times.length < 2) await pass(1000);
    await held;
  });

  test("to the sends of a throttled pair, and to no others", async () => {
    const { fetch, times } = sender((asked) =>
      asked === 1 ? refused(400, 131056, {}, { "retry-after": "90" }) : accepted(),
    );
    const whatsapp = paced({ fetch, retry: { maxDelayMs: 60_000 } });
    expect(await failure(whatsapp.messages.sendText(hello))).toMatchObject({ retryAfterMs: 90_000 });
    expect(await failure(whatsapp.messages.sendText(hello))).toMatchObject({
      code: 131056,
      retryAfterMs: 90_000,
      message: expect.stringContaining("longer than `retry.maxDelayMs`"),
    });
    const other = whatsapp.messages.sendText({ to: "+14155550000", body: "Hi" });
    while (times.length < 2) await pass(10);
    await other;
  });

  test("to sends to a pair that was throttled while they waited for their turn", async () => {
    const { fetch, times } = sender(() => refused(400, 131056, {}, { "retry-after": "90" }));
    const whatsapp = paced({ fetch, rateLimit: { messagesPerSecond: 10 } });
    const sends = [1, 2, 3].map(() => failure(whatsapp.messages.sendText(hello)));
    await until(() => times.length === 1);
    while (vi.getTimerCount() > 0) await pass(10);
    for (const error of await Promise.all(sends)) expect(error).toMatchObject({ code: 131056 });
    expect(times).toHaveLength(1);
  });

  test("and it grows by Meta's rule of 4^n seconds until a message is accepted", async () => {
    const { fetch } = sender(() => refused(400, 131056));
    const whatsapp = paced({ fetch, retry: { attempts: 1, maxDelayMs: 60_000 } });
    for (const seconds of [1, 4, 16]) {
      await failure(whatsapp.messages.sendText(hello));
      await pass(seconds * 1000);
    }
    await failure(whatsapp.messages.sendText(hello));
    expect(await failure(whatsapp.messages.sendText(hello))).toMatchObject({ retryAfterMs: 64_000 });
  });
});
