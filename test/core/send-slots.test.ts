import { expect, test } from "vitest";
import { SendSlots } from "../../src/core/rate-limit/send-slots.ts";
import { QueueFullError } from "../../src/errors.ts";
import { throttling } from "./throttling.ts";

/** A clock that the test advances; every sleep has its own timer. */
function manualClock() {
  let now = 1_790_000_000_000;
  const sleepers: { at: number; wake: () => void }[] = [];
  const sleep = (milliseconds: number, signal?: AbortSignal) =>
    new Promise<void>((resolve, reject) => {
      sleepers.push({ at: now + milliseconds, wake: resolve });
      signal?.addEventListener("abort", () => reject(signal.reason), { once: true });
    });
  const advance = async (milliseconds: number) => {
    now += milliseconds;
    for (const sleeper of sleepers.splice(0)) {
      if (sleeper.at <= now) sleeper.wake();
      else sleepers.push(sleeper);
    }
    await new Promise((resolve) => setTimeout(resolve, 0));
  };
  /** Ends a request: its timers never fire. */
  const endRequest = () => sleepers.splice(0);
  return { now: () => now, random: () => 1, sleep, advance, endRequest };
}

const perSecond = (messagesPerSecond: number, maxQueue = 100, maxPauseMs = 60_000) => ({
  messagesPerSecond,
  maxQueue,
  maxPauseMs,
});

/** Waits for turns, and records the order in which they come. */
function turns(slots: SendSlots, settings = perSecond(10)) {
  const departed: number[] = [];
  let count = 0;
  const take = (signal?: AbortSignal) => {
    const number = ++count;
    return slots.waitForTurn(settings, signal).then(() => void departed.push(number));
  };
  return { departed, take };
}

test("sends leave in order, evenly spaced", async () => {
  const clock = manualClock();
  const { departed, take } = turns(new SendSlots(clock));
  for (let index = 0; index < 5; index += 1) void take();
  await clock.advance(0);
  expect(departed).toEqual([1]);
  await clock.advance(100);
  expect(departed).toEqual([1]);
  await clock.advance(2);
  expect(departed).toEqual([1, 2]);
  await clock.advance(205);
  expect(departed).toEqual([1, 2, 3, 4]);
});

test("a send whose request has ended wastes its slot, but delays no other send", async () => {
  const clock = manualClock();
  const { departed, take } = turns(new SendSlots(clock), perSecond(10, 2));
  void take();
  void take();
  void take();
  await clock.advance(0);
  clock.endRequest();
  await clock.advance(310);
  void take();
  void take();
  await clock.advance(110);
  expect(departed).toEqual([1, 4, 5]);
});

test("a throttling response pauses all sends, including those already waiting, and halves the pace", async () => {
  const clock = manualClock();
  const slots = new SendSlots(clock);
  const { departed, take } = turns(slots);
  for (let index = 0; index < 3; index += 1) void take();
  await clock.advance(0);
  slots.onThrottled(throttling(1000));
  slots.onThrottled(throttling(9000)); // the response to a message that left before
  await clock.advance(999);
  expect(departed).toEqual([1]);
  await clock.advance(1);
  await clock.advance(1);
  expect(departed).toEqual([1, 2]);
  await clock.advance(150);
  expect(departed).toEqual([1, 2]);
  await clock.advance(60);
  expect(departed).toEqual([1, 2, 3]);
});

test("sends beyond maxQueue are rejected until time has passed", async () => {
  const clock = manualClock();
  const slots = new SendSlots(clock);
  const { take } = turns(slots, perSecond(10, 2));
  void take();
  void take();
  void take();
  await expect(slots.waitForTurn(perSecond(10, 2), undefined)).rejects.toThrow(QueueFullError);
  expect(slots.isIdle).toBe(false);
  await clock.advance(310);
  expect(slots.isIdle).toBe(true);
  await slots.waitForTurn(perSecond(10, 2), undefined);
});

test("an abort ends the wait with its reason", async () => {
  const clock = manualClock();
  const { take } = turns(new SendSlots(clock));
  await take();
  const controller = new AbortController();
  const waiting = take(controller.signal);
  controller.abort(new Error("enough"));
  await expect(waiting).rejects.toThrow("enough");
  await expect(take(AbortSignal.abort(new Error("before")))).rejects.toThrow("before");
});

test("sends that would wait longer than they may are rejected, also those that wait already", async () => {
  const clock = manualClock();
  const slots = new SendSlots(clock);
  const patient = turns(slots);
  const hasty = turns(slots, perSecond(10, 100, 5000));
  await patient.take();
  const waiting = hasty.take();
  slots.onThrottled(throttling(20_000));
  const refused = expect(waiting).rejects.toMatchObject({ code: 130429, retryAfterMs: 19_800 });
  await clock.advance(200);
  await refused;
  await expect(hasty.take()).rejects.toMatchObject({ name: "ApiError", retryAfterMs: 19_800 });
  const held = patient.take();
  await clock.advance(19_800);
  await held;
});
