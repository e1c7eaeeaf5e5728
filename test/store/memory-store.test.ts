import { describe, expect, test, vi } from "vitest";
import { memoryStore, type Store, withPrefix } from "wacloud";
import { testStore } from "wacloud/testing";
import { fc } from "../support/properties.ts";

test("the memory store meets the contract", () => testStore(memoryStore()));

test("so does a store with a prefix", () => testStore(withPrefix(memoryStore(), "support:")));

test("stores with different prefixes do not see each other's entries", async () => {
  const shared = memoryStore();
  const [support, sales] = [withPrefix(shared, "support:"), withPrefix(shared, "sales:")];
  await support.set("key", "a", { ttlMs: 1000 });
  expect(await sales.get("key")).toBeUndefined();
  expect(await sales.delete("key")).toBe(false);
  expect(await shared.get("support:key")).toBe("a");
});

test.each(["", "x".repeat(37), undefined as never])(
  "a prefix that leaves keys too long, or is empty, is refused",
  (prefix) => {
    expect(() => withPrefix(memoryStore(), prefix)).toThrow("`prefix` must have 1 to 36 characters");
  },
);

test.each([0, -1, 1.5, Number.NaN])("maxEntries: %s is refused", (maxEntries) => {
  expect(() => memoryStore({ maxEntries })).toThrow("`maxEntries` must be a whole number of 1 or more");
});

describe("a full memory store", () => {
  test("drops the least recently written entries, and warns once", async () => {
    const warn = vi.fn();
    const store = memoryStore({ maxEntries: 3, logger: { warn } });
    for (const key of ["a", "b", "c"]) await store.set(key, key, { ttlMs: 60_000 });
    await store.set("a", "again", { ttlMs: 60_000 }); // written last now
    expect(warn).not.toHaveBeenCalled();
    await store.set("d", "d", { ttlMs: 60_000 });
    await store.set("e", "e", { ttlMs: 60_000 });
    expect(await Promise.all(["a", "b", "c", "d", "e"].map((key) => store.get(key)))).toEqual([
      "again",
      undefined,
      undefined,
      "d",
      "e",
    ]);
    expect(warn).toHaveBeenCalledTimes(1);
    expect(warn.mock.calls[0]?.[0]).toMatch(/full \(3 entries\).*maxEntries.*shared store/);
  });

  test("drops expired entries first, without a warning", async () => {
    vi.useFakeTimers({ toFake: ["performance"] });
    try {
      const warn = vi.fn();
      const store = memoryStore({ maxEntries: 2, logger: { warn } });
      await store.set("old", "a", { ttlMs: 60_000 });
      await store.set("short", "b", { ttlMs: 10 });
      vi.advanceTimersByTime(20);
      await store.set("new", "c", { ttlMs: 60_000 });
      expect(await Promise.all(["old", "short", "new"].map((key) => store.get(key)))).toEqual([
        "a",
        undefined,
        "c",
      ]);
      expect(warn).not.toHaveBeenCalled();
    } finally {
      vi.useRealTimers();
    }
  });
});

/** Every way in which a store can be wrong that the contract speaks of, each as a change of a right one. */
const faults: Record<string, (store: Store) => Partial<Store>> = {
  "ignores ifValue: null": (store) => ({ set: (key, value, { ttlMs }) => store.set(key, value, { ttlMs }) }),
  "ignores ifValue in delete": (store) => ({ delete: (key) => store.delete(key) }),
  "never expires": (store) => ({
    set: (key, value, options) => store.set(key, value, { ...options, ttlMs: 1e9 }),
  }),
  "does not renew": (store) => ({
    set: async (key, value, options) =>
      (await store.get(key)) === value
        ? options.ifValue === undefined || options.ifValue === value
        : store.set(key, value, options),
  }),
  "checks, then writes": (store) => ({
    set: async (key, value, { ttlMs, ifValue }) => {
      if (ifValue !== undefined && ((await store.get(key)) ?? null) !== ifValue) return false;
      await new Promise((resolve) => setImmediate(resolve));
      return store.set(key, value, { ttlMs });
    },
  }),
  "answers undefined to set": (store) => ({
    set: (key, value, options) => void store.set(key, value, options) as never,
  }),
  "answers null to get": (store) => ({ get: async (key) => (await store.get(key)) ?? (null as never) }),
  "cuts long values": (store) => ({
    set: (key, value, options) => store.set(key, value.slice(0, 1000), options),
  }),
  "cuts long keys": (store) => ({
    get: (key) => store.get(key.slice(0, 64)),
    set: (key, value, options) => store.set(key.slice(0, 64), value, options),
  }),
  "takes an empty value for none": (store) => ({ get: async (key) => (await store.get(key)) || undefined }),
};

/** A store as an object whose methods can be replaced. */
const bound = (store: Store): Store => ({
  get: (key) => store.get(key),
  set: (key, value, options) => store.set(key, value, options),
  delete: (key, options) => store.delete(key, options),
});

test.each(Object.entries(faults))("testStore finds a store that %s", async (_, breakIt) => {
  const right = memoryStore();
  await expect(testStore({ ...bound(right), ...breakIt(right) })).rejects.toThrow(
    /^The store breaks its contract\.\n- /,
  );
});

test("testStore uses both connections that a function opens", async () => {
  await expect(testStore(() => memoryStore())).rejects.toThrow(/breaks its contract/); // two memories do not agree
  const one = memoryStore();
  await testStore(() => one);
});

test("the memory store behaves like a plain model under any operations", async () => {
  const key = fc.constantFrom("a", "b", "c");
  const value = fc.constantFrom("1", "2");
  const operation = fc.oneof(
    fc.record({ kind: fc.constant("get" as const), key }),
    fc.record({
      kind: fc.constant("set" as const),
      key,
      value,
      ifValue: fc.option(value, { nil: undefined }),
      onlyNew: fc.boolean(),
      ttlMs: fc.constantFrom(10, 100),
    }),
    fc.record({ kind: fc.constant("delete" as const), key, ifValue: fc.option(value, { nil: undefined }) }),
    fc.record({ kind: fc.constant("pass" as const), ms: fc.constantFrom(5, 50) }),
  );
  vi.useFakeTimers({ toFake: ["performance"] });
  try {
    await fc.assert(
      fc.asyncProperty(fc.array(operation, { maxLength: 40 }), async (operations) => {
        const store = memoryStore();
        const model = new Map<string, { value: string; until: number }>();
        const known = (name: string) => {
          const entry = model.get(name);
          return entry !== undefined && entry.until > performance.now() ? entry.value : undefined;
        };
        for (const step of operations) {
          if (step.kind === "pass") vi.advanceTimersByTime(step.ms);
          if (step.kind === "get") expect(await store.get(step.key)).toBe(known(step.key));
          if (step.kind === "set") {
            const ifValue = step.onlyNew ? null : step.ifValue;
            const may = ifValue === undefined || ifValue === (known(step.key) ?? null);
            expect(await store.set(step.key, step.value, { ttlMs: step.ttlMs, ifValue })).toBe(may);
            if (may) model.set(step.key, { value: step.value, until: performance.now() + step.ttlMs });
          }
          if (step.kind === "delete") {
            const found = known(step.key);
            const may = found !== undefined && (step.ifValue === undefined || step.ifValue === found);
            expect(await store.delete(step.key, { ifValue: step.ifValue })).toBe(may);
            if (may) model.delete(step.key);
          }
        }
      }),
    );
  } finally {
    vi.useRealTimers();
  }
});
