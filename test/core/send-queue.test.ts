import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { SendQueue } from "../../src/core/rate-limit/send-queue.ts";
import { stopTime } from "../support/time.ts";
import { throttling } from "./throttling.ts";

beforeEach(() => {
  stopTime();
});

afterEach(() => {
  vi.useRealTimers();
});

/** A queue whose clock the test moves, together with its timers. */
function setUp(messagesPerSecond: number) {
  let now = 1_000_000;
  const queue = new SendQueue({ now: () => now, random: () => 0, sleep: async () => {} });
  const departed: string[] = [];
  const settings = { messagesPerSecond, maxQueue: 10, maxPauseMs: 60_000 };
  const turn = (name: string, more: Partial<typeof settings> & { signal?: AbortSignal } = {}) =>
    queue.waitForTurn({ ...settings, ...more }, more.signal).then(
      () => void departed.push(name),
      (error: unknown) => void departed.push(`${name} ${error instanceof Error ? error.name : error}`),
    );
  const settle = () => new Promise<void>((resolve) => setImmediate(resolve));
  return {
    queue,
    departed,
    turn,
    settle,
    /** Timers ring `lateMs` after their time. */
    advance: async (milliseconds: number, lateMs = 0) => {
      now += milliseconds + lateMs;
      vi.advanceTimersByTime(milliseconds);
      await settle();
    },
  };
}

test("an idle queue sends immediately, and spaces the next sends from there", async () => {
  const { turn, advance, settle, departed } = setUp(10);
  void turn("a");
  void turn("b");
  void turn("c");
  await settle();
  expect(departed).toEqual(["a"]);
  await advance(100);
  expect(departed).toEqual(["a"]);
  await advance(2);
  expect(departed).toEqual(["a", "b"]);
  await advance(102);
  expect(departed).toEqual(["a", "b", "c"]);
  await advance(102);
  void turn("d");
  await settle();
  expect(departed).toEqual(["a", "b", "c", "d"]);
});

test("a queue that rested sends no burst", async () => {
  const { turn, advance, settle, departed } = setUp(10);
  void turn("a");
  await advance(5000);
  void turn("b");
  void turn("c");
  await settle();
  expect(departed).toEqual(["a", "b"]);
});

test("departures whose timers were late are made up for, but not beyond the limit of a second", async () => {
  const { turn, advance, departed } = setUp(10);
  for (let index = 0; index < 9; index += 1) void turn(String(index));
  await advance(102, 800);
  expect(departed).toEqual(["0", "1", "2"]);
});

test("a place goes to the next when its send is aborted", async () => {
  const { turn, advance, departed } = setUp(1);
  void turn("a");
  const controller = new AbortController();
  void turn("b", { signal: controller.signal });
  controller.abort("enough");
  void turn("c");
  await advance(1011);
  expect(departed).toEqual(["a", "b enough", "c"]);
  expect(vi.getTimerCount()).toBe(0);
});

test("after a throttling response nothing is sent until the pause is over, then at half the pace", async () => {
  const { queue, turn, advance, departed } = setUp(10);
  void turn("a");
  void turn("b");
  void turn("c");
  queue.onThrottled(throttling(2000));
  await advance(1999);
  expect(departed).toEqual(["a"]);
  await advance(1);
  expect(departed).toEqual(["a", "b"]);
  await advance(120);
  expect(departed).toEqual(["a", "b"]);
  await advance(80); // half of 10 a second, and a little recovered
  expect(departed).toEqual(["a", "b", "c"]);
});

test("responses to messages that left before the pause do not lengthen it", async () => {
  const { queue, turn, advance, departed } = setUp(10);
  queue.onThrottled(throttling(2000));
  queue.onThrottled(throttling(60_000));
  void turn("a");
  await advance(2000);
  expect(departed).toEqual(["a"]);
});

test("accepted messages restore the pace within a minute", async () => {
  const { queue, turn, advance, departed } = setUp(10);
  queue.onThrottled(throttling(1000));
  await advance(60_000);
  queue.onAccepted();
  void turn("a");
  void turn("b");
  await advance(102);
  expect(departed).toEqual(["a", "b"]);
  expect(queue.isIdle).toBe(false); // the past second counts
  await advance(1000);
  expect(queue.isIdle).toBe(true);
});

test("a pause without a stated time doubles with each one, until a message is accepted", async () => {
  const { queue, turn, advance, departed } = setUp(10);
  queue.onThrottled(throttling());
  await advance(1000);
  queue.onThrottled(throttling());
  void turn("a");
  await advance(1999);
  expect(departed).toEqual([]);
  await advance(1);
  queue.onAccepted();
  queue.onThrottled(throttling());
  void turn("b");
  await advance(1000);
  expect(departed).toEqual(["a", "b"]);
});

test("sends are refused when the pause is longer than they may wait, also those that wait already", async () => {
  const { queue, turn, advance, settle, departed } = setUp(10);
  void turn("a");
  const waiting = turn("b", { maxPauseMs: 5000 });
  void turn("c");
  queue.onThrottled(throttling(20_000));
  await waiting;
  void turn("d", { maxPauseMs: 5000 });
  await settle();
  expect(departed).toEqual(["a", "b ApiError", "d ApiError"]);
  await advance(15_000);
  void turn("e", { maxPauseMs: 5000 });
  await advance(5000);
  await advance(203);
  expect(departed).toEqual(["a", "b ApiError", "d ApiError", "c", "e"]);
});

test("the strictest limit of those that sent within a minute counts", async () => {
  const { turn, advance, departed } = setUp(100);
  void turn("strict", { messagesPerSecond: 2 });
  await advance(600);
  void turn("a");
  void turn("b");
  await advance(399);
  expect(departed).toEqual(["strict", "a"]);
  await advance(120);
  expect(departed).toEqual(["strict", "a", "b"]);
  await advance(60_000);
  void turn("c");
  void turn("d");
  await advance(11);
  expect(departed).toEqual(["strict", "a", "b", "c", "d"]);
});

test("a queue whose timer never rang goes on with the next send", async () => {
  const { turn, advance, settle, departed } = setUp(10);
  void turn("a");
  void turn("b");
  vi.useRealTimers(); // the timer is gone
  stopTime();
  await advance(500);
  expect(departed).toEqual(["a"]);
  void turn("c");
  await advance(1);
  await settle();
  expect(departed).toEqual(["a", "b", "c"]);
});
