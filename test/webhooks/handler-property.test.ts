import { expect, onTestFinished, test, vi } from "vitest";
import { createWebhookHandler, memoryStore, type Store, type WebhookEvent } from "wacloud/webhooks";
import { fc } from "../support/properties.ts";
import { stopTime } from "../support/time.ts";
import { batch, delivery, message, secrets } from "./signed.ts";

const people = 4;
const toSender = (id: number): string => `1555765432${id % people}`;

const id = fc.nat({ max: 19 });
const batches = fc.array(fc.array(id, { minLength: 1, maxLength: 5 }), { minLength: 1, maxLength: 12 });
/** How often each event fails before it succeeds. */
const failures = fc.array(fc.nat({ max: 2 }), { minLength: 20, maxLength: 20 });
/** How many ticks each handler takes. */
const delays = fc.infiniteStream(fc.nat({ max: 2 }));

/** A handler for events that fail as often as they are told to, and what it did. */
function business(failuresOf: readonly number[], delay: Iterator<number>) {
  const left = [...failuresOf];
  const running = new Set<string>();
  const done = { firstTries: [] as number[], succeeded: [] as number[], overlaps: 0 };
  const onEvent = async (event: WebhookEvent) => {
    const id = Number(event.id);
    if (running.has(toSender(id))) done.overlaps += 1;
    running.add(toSender(id));
    if (!done.firstTries.includes(id)) done.firstTries.push(id);
    const ticks = Number(delay.next().value);
    if (ticks > 0) await new Promise((resolve) => setTimeout(resolve, ticks - 1));
    running.delete(toSender(id));
    const failing = (left[id] ?? 0) > 0;
    left[id] = (left[id] ?? 0) - 1;
    if (failing) throw new Error("no");
    done.succeeded.push(id);
  };
  return { onEvent, done };
}

/** Delivers all batches at the same time, each of them until it is taken, to one process after the other. */
async function deliverAll(
  batches: readonly number[][],
  processes: ReturnType<typeof createWebhookHandler>[],
  pauseMs: number,
) {
  await Promise.all(
    batches.map(async (ids) => {
      const request = await delivery(batch(...ids.map((id) => message(String(id), toSender(id)))));
      for (let tries = 0; tries < 1000; tries += 1) {
        const { status } = (await processes[tries % processes.length]?.(request)) ?? {};
        if (status === 200) return;
        expect([500, 503]).toContain(status);
        await new Promise((resolve) => setTimeout(resolve, pauseMs));
      }
      throw new Error("The batch was never taken.");
    }),
  );
}

/** Lets fake time pass until the work is done. */
async function whileTimePasses(work: Promise<void>): Promise<void> {
  let isDone = false;
  const ended = work.finally(() => {
    isDone = true;
  });
  while (!isDone) await vi.advanceTimersByTimeAsync(1000);
  return ended;
}

const sorted = (ids: Iterable<number>): number[] => [...new Set(ids)].sort((one, other) => one - other);

test("whatever fails or overlaps, each event succeeds exactly once, in order within its conversation", async () => {
  await fc.assert(
    fc.asyncProperty(batches, failures, delays, async (deliveries, failuresOf, delay) => {
      const { onEvent, done } = business(failuresOf, delay);
      const handle = createWebhookHandler({ ...secrets, onEvent, onError: () => undefined });
      await deliverAll(deliveries, [handle], 0);

      const delivered = [...new Set(deliveries.flat())];
      expect(done.succeeded).toHaveLength(delivered.length);
      expect(sorted(done.succeeded)).toEqual(sorted(delivered));
      expect(done.overlaps).toBe(0);
      for (let person = 0; person < people; person += 1) {
        const of = (ids: readonly number[]) => ids.filter((id) => id % people === person);
        expect(of(done.firstTries)).toEqual(of(delivered));
      }
    }),
    { numRuns: 60 },
  );
});

test("with two processes and an unreliable store, each event still succeeds exactly once", async () => {
  const outages = fc.infiniteStream(fc.nat({ max: 4 }));
  stopTime();
  onTestFinished(() => void vi.useRealTimers());
  await fc.assert(
    fc.asyncProperty(batches, failures, delays, outages, async (deliveries, failuresOf, delay, outage) => {
      const { onEvent, done } = business(failuresOf, delay);
      const memory = memoryStore();
      const reachable = () => {
        if (outage.next().value === 0) throw new Error("no connection");
        return memory;
      };
      const store: Store = {
        get: async (key) => reachable().get(key),
        set: async (key, value, options) => reachable().set(key, value, options),
        delete: async (key, options) => reachable().delete(key, options),
      };
      const process = () => createWebhookHandler({ ...secrets, store, onEvent, onError: () => undefined });
      await whileTimePasses(deliverAll(deliveries, [process(), process()], 10_000));

      expect(done.succeeded).toHaveLength(new Set(deliveries.flat()).size);
      expect(sorted(done.succeeded)).toEqual(sorted(deliveries.flat()));
    }),
    { numRuns: 20 },
  );
});
