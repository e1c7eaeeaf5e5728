import fc from "fast-check";
import { expect, test, vi } from "vitest";
import { ConfigurationError, memoryDedupe } from "wacloud/webhooks";
import { Claims } from "../../src/webhooks/dedupe.ts";

const silent = { warn: () => undefined };

test("an event is claimed once, and done once it is complete", () => {
  const store = memoryDedupe();
  expect(store.claim("a")).toBe("claimed");
  expect(store.claim("a")).toBe("busy");
  expect(store.claim("b")).toBe("claimed");
  store.complete("a");
  expect(store.claim("a")).toBe("done");
  expect(store.claim("b")).toBe("busy");
});

test("a released event can be claimed again", () => {
  const store = memoryDedupe();
  store.claim("a");
  store.release("a");
  expect(store.claim("a")).toBe("claimed");
});

test("the oldest handled event is evicted first, with one warning", () => {
  const logger = { warn: vi.fn() };
  const store = memoryDedupe({ max: 2, logger });
  for (const id of ["a", "b"]) {
    store.claim(id);
    store.complete(id);
  }
  expect(logger.warn).not.toHaveBeenCalled();
  for (const id of ["c", "d"]) {
    store.claim(id);
    store.complete(id);
  }
  expect(logger.warn).toHaveBeenCalledTimes(1);
  expect(logger.warn.mock.calls[0]?.[0]).toMatch(/2 handled webhook events.*`dedupe`/);
  expect(["a", "b", "c", "d"].map((id) => store.claim(id))).toEqual(["claimed", "claimed", "done", "done"]);
});

test("the warning goes to the console by default", () => {
  const warn = vi.spyOn(console, "warn").mockReturnValue(undefined);
  const store = memoryDedupe({ max: 1 });
  for (const id of ["a", "b"]) store.complete(id);
  expect(warn).toHaveBeenCalledTimes(1);
  warn.mockRestore();
});

test("100,000 events are remembered by default", () => {
  const store = memoryDedupe({ logger: silent });
  for (let id = 0; id <= 100_000; id += 1) store.complete(String(id));
  expect(store.claim("1")).toBe("done");
  expect(store.claim("0")).toBe("claimed");
});

test.each([[0], [-1], [1.5], [Number.NaN], ["many" as never]])("a size of %j is refused", (max) => {
  expect(() => memoryDedupe({ max })).toThrow(ConfigurationError);
});

test("whatever happens, a running event is busy, and the last `max` completed events are remembered", () => {
  const id = fc.integer({ min: 0, max: 8 }).map(String);
  const step = fc.tuple(fc.constantFrom("claim", "complete", "release"), id);
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const store = memoryDedupe({ max: 3, logger: silent });
      const running = new Set<string>();
      let done: string[] = [];
      for (const [action, id] of steps) {
        const expected = done.includes(id) ? "done" : running.has(id) ? "busy" : "claimed";
        if (action === "claim") {
          expect(store.claim(id)).toBe(expected);
          if (expected === "claimed") running.add(id);
        } else if (running.delete(id)) {
          store[action as "complete" | "release"](id);
          if (action === "complete") done = [...done, id].slice(-3);
        }
      }
    }),
  );
});

test("failed calls to the store are kept for a bounded number of events", async () => {
  const store = memoryDedupe();
  const claims = new Claims({ ...store, complete: () => Promise.reject(new Error("out of reach")) });
  for (let id = 0; id <= 10_000; id += 1) {
    await expect(claims.end(String(id), "complete")).rejects.toThrow("out of reach");
  }
  expect(await claims.claim("10000")).toBe("done");
  expect(await claims.claim("1")).toBe("done");
  expect(await claims.claim("0")).toBe("claimed");
});
