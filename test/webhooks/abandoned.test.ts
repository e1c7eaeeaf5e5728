import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { createWebhookHandler } from "wacloud/webhooks";
import { stopTime } from "../support/time.ts";
import { batch, deferred, delivery, message, secrets } from "./signed.ts";

// On runtimes that end requests independently, such as Workers, a handler may die silently: its promise never settles.

beforeEach(() => {
  stopTime();
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** A webhook whose first request dies in the middle of its handler. */
async function abandoned() {
  const handled: string[] = [];
  let isFirst = true;
  const handle = createWebhookHandler({
    ...secrets,
    onEvent: ({ id }) => {
      if (!isFirst) return void handled.push(id);
      isFirst = false;
      return new Promise(() => {});
    },
  });
  const deliver = async (id: string) => handle(await delivery(batch(message(id))));
  void deliver("wamid.1");
  await vi.advanceTimersByTimeAsync(0);
  vi.clearAllTimers(); // they end with their request
  return { deliver, handled };
}

/** The current state of a promise. */
async function readState(promise: Promise<{ status: number }>) {
  let state: number | "waiting" = "waiting";
  promise.then(({ status }) => {
    state = status;
  });
  await vi.advanceTimersByTimeAsync(0);
  return state;
}

describe("on Workers", () => {
  beforeEach(() => {
    vi.stubGlobal("navigator", { userAgent: "Cloudflare-Workers" });
  });

  test("a redelivery waits as long as the first request may live, then answers 503, and the next one is handled", async () => {
    const { deliver, handled } = await abandoned();
    const second = deliver("wamid.1");
    await vi.advanceTimersByTimeAsync(50_000);
    expect(await readState(second)).toBe("waiting");
    await vi.advanceTimersByTimeAsync(10_000);
    expect(await readState(second)).toBe(503);
    expect(await readState(deliver("wamid.1"))).toBe(200);
    expect(await readState(deliver("wamid.1"))).toBe(200);
    expect(handled).toEqual(["wamid.1"]);
  });

  test("the conversation continues", async () => {
    const { deliver, handled } = await abandoned();
    const next = deliver("wamid.2");
    expect(await readState(next)).toBe("waiting");
    await vi.advanceTimersByTimeAsync(60_000);
    expect(await readState(next)).toBe(200);
    expect(await readState(deliver("wamid.3"))).toBe(200);
    expect(handled).toEqual(["wamid.2", "wamid.3"]);
  });

  test("no timer remains if the first request ends in time", async () => {
    const gate = deferred();
    const handle = createWebhookHandler({ ...secrets, onEvent: () => gate.promise });
    const deliver = async (id: string) => handle(await delivery(batch(message(id))));
    const deliveries = [deliver("wamid.1"), deliver("wamid.1"), deliver("wamid.2")];
    await vi.advanceTimersByTimeAsync(0);
    expect(vi.getTimerCount()).toBeGreaterThan(0);
    gate.resolve();
    expect((await Promise.all(deliveries)).map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(vi.getTimerCount()).toBe(0);
  });
});

test("elsewhere a handler may take minutes", async () => {
  const handle = createWebhookHandler({ ...secrets, onEvent: () => new Promise(() => {}) });
  const deliver = async (id: string) => handle(await delivery(batch(message(id))));
  const replies = [deliver("wamid.1"), deliver("wamid.1"), deliver("wamid.2")];
  await vi.advanceTimersByTimeAsync(14 * 60_000);
  for (const reply of replies) expect(await readState(reply)).toBe("waiting");
});
