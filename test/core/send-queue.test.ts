import { expect, test } from "vitest";
import { SendQueue } from "../../src/core/rate-limit/send-queue.ts";

/** A queue whose clock and pacer the test controls. */
function setUp(limit: number) {
  let now = 1_000_000;
  const due: (() => void)[] = [];
  const paces: number[] = [];
  const pacer = {
    book: (depart: () => void) => void due.push(depart),
    setPace: (pace: number) => void paces.push(pace),
  };
  const clock = { now: () => now, random: () => 0, sleep: async () => {} };
  const queue = new SendQueue({ messagesPerSecond: limit, maxQueue: 10 }, clock, pacer);
  const departed: string[] = [];
  const turn = (name: string, signal?: AbortSignal) =>
    queue.waitForTurn(signal).then(
      () => void departed.push(name),
      () => void departed.push(`${name} aborted`),
    );
  return {
    queue,
    departed,
    paces,
    booked: () => due.length,
    turn,
    advance: (milliseconds: number) => {
      now += milliseconds;
    },
    next: async () => {
      due.shift()?.();
      await Promise.resolve();
      await Promise.resolve();
    },
  };
}

test("a departure that is due while the second is full waits, and is not lost when its send is aborted", async () => {
  const { turn, next, advance, departed, booked } = setUp(1);
  void turn("a");
  const controller = new AbortController();
  void turn("b", controller.signal);
  await next(); // the slot that a took
  await next(); // due, but the second is full
  expect(departed).toEqual(["a"]);
  controller.abort();
  await Promise.resolve();
  void turn("c");
  expect(booked()).toBe(1);
  advance(1000);
  await next();
  expect(departed).toEqual(["a", "b aborted", "c"]);
});

test("after a throttling response nothing is sent until the pause is over, then at half the pace", async () => {
  const { queue, turn, next, advance, departed, booked, paces } = setUp(10);
  void turn("a");
  void turn("b");
  queue.onThrottled(2000);
  await next(); // the slot that a took
  await next(); // booked before the pause: it lapses
  expect(departed).toEqual(["a"]);
  expect(booked()).toBe(0);
  expect(paces).toEqual([5]);
  advance(2000);
  void turn("c");
  await next();
  await next();
  expect(departed).toEqual(["a", "b", "c"]);
});

test("responses to messages that left before the pause do not lengthen it", () => {
  const { queue, paces } = setUp(10);
  queue.onThrottled(2000);
  queue.onThrottled(60_000);
  expect(paces).toEqual([5]);
});

test("accepted messages restore the pace within a minute", () => {
  const { queue, advance, paces } = setUp(10);
  queue.onThrottled(1000);
  advance(30_000);
  queue.onAccepted();
  expect(paces.at(-1)).toBe(10);
});

test("an idle queue sends immediately, and spaces the next sends from there", async () => {
  const { turn, next, advance, departed, booked } = setUp(10);
  void turn("a");
  void turn("b");
  await Promise.resolve();
  expect(departed).toEqual(["a"]);
  await next(); // the slot that a took
  expect(departed).toEqual(["a"]);
  await next();
  expect(departed).toEqual(["a", "b"]);
  advance(99);
  void turn("c");
  await Promise.resolve();
  expect(departed).toEqual(["a", "b"]);
  expect(booked()).toBe(1);
  await next();
  advance(100);
  void turn("d");
  await Promise.resolve();
  expect(departed).toEqual(["a", "b", "c", "d"]);
});

test("an idle queue still waits while the second is full or Meta asked for a pause", async () => {
  const { queue, turn, advance, departed } = setUp(1);
  void turn("a");
  await Promise.resolve();
  advance(999);
  void turn("b");
  await Promise.resolve();
  expect(departed).toEqual(["a"]);

  const held = setUp(10);
  held.queue.onThrottled(2000);
  held.advance(1999);
  void held.turn("a");
  await Promise.resolve();
  expect(held.departed).toEqual([]);
  expect(queue.isIdle).toBe(false);
});
