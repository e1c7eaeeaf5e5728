import type { Store } from "../store/store.ts";

/** One rule of the contract: rejects when the store breaks it. */
type Rule = (store: Store, key: string) => Promise<void>;

/** Long enough for an entry to be written and read on a slow network before its time is up. */
const shortMs = 1000;
const longMs = 60_000;

/**
 * Checks that a store keeps the contract of {@link Store}: conditions, expiry, sizes, and atomic writes under
 * competition. It takes a second or two, uses random keys that begin with `wacloud:test:`, and removes them.
 *
 * Pass two connections to the same database to see that they agree, too.
 *
 * @param store the store, or a function that gives one; a function is called twice, for two connections.
 * @throws an `Error` that lists every rule the store breaks.
 *
 * @example
 * test("the store keeps wacloud's contract", () => testStore(redisStore(redis)));
 */
export async function testStore(store: Store | (() => Store | Promise<Store>)): Promise<void> {
  const open = typeof store === "function" ? store : () => store;
  const stores = [await open(), await open()] as const;
  const failures = await Promise.all(
    Object.entries(rules).map(async ([name, rule]) => {
      const key = `wacloud:test:${crypto.randomUUID()}`;
      try {
        await rule(competing(stores), key);
        return [];
      } catch (error) {
        return [`${name}: ${error instanceof Error ? error.message : String(error)}`];
      } finally {
        await Promise.resolve(stores[0].delete(key)).catch(() => undefined);
      }
    }),
  );
  const broken = failures.flat();
  if (broken.length > 0) throw new Error(`The store breaks its contract.\n- ${broken.join("\n- ")}`);
}

/** Alternates between the connections: each operation uses another one than the operation before. */
function competing([one, other]: readonly [Store, Store]): Store {
  let turn = 0;
  const next = () => (turn++ % 2 === 0 ? one : other);
  return {
    get: (key) => next().get(key),
    set: (key, value, options) => next().set(key, value, options),
    delete: (key, options) => next().delete(key, options),
  };
}

const rules: Readonly<Record<string, Rule>> = {
  "get resolves with undefined for an unknown key": async (store, key) => {
    equal(await store.get(key), undefined, "get");
  },

  "set without a condition writes, and overwrites": async (store, key) => {
    equal(await store.set(key, "a", { ttlMs: longMs }), true, "the first set");
    equal(await store.get(key), "a", "get");
    equal(await store.set(key, "b", { ttlMs: longMs }), true, "the second set");
    equal(await store.get(key), "b", "get after the second set");
  },

  "set with ifValue: null writes only if the key has no value": async (store, key) => {
    equal(await store.set(key, "a", { ttlMs: longMs, ifValue: null }), true, "set on an unknown key");
    equal(await store.set(key, "b", { ttlMs: longMs, ifValue: null }), false, "set on a known key");
    equal(await store.get(key), "a", "get");
  },

  "set with ifValue writes only over that value": async (store, key) => {
    equal(await store.set(key, "b", { ttlMs: longMs, ifValue: "a" }), false, "set on an unknown key");
    equal(await store.get(key), undefined, "get of an unknown key");
    await store.set(key, "a", { ttlMs: longMs });
    equal(await store.set(key, "b", { ttlMs: longMs, ifValue: "c" }), false, "set over another value");
    equal(await store.set(key, "b", { ttlMs: longMs, ifValue: "a" }), true, "set over this value");
    equal(await store.get(key), "b", "get");
  },

  "delete removes, and says whether there was something": async (store, key) => {
    equal(await store.delete(key), false, "delete of an unknown key");
    await store.set(key, "a", { ttlMs: longMs });
    equal(await store.delete(key, { ifValue: "b" }), false, "delete of another value");
    equal(await store.get(key), "a", "get after it");
    equal(await store.delete(key, { ifValue: "a" }), true, "delete of this value");
    equal(await store.get(key), undefined, "get after that");
    await store.set(key, "a", { ttlMs: longMs });
    equal(await store.delete(key), true, "delete without a condition");
    equal(await store.get(key), undefined, "get in the end");
  },

  "an expired entry is absent for every operation": async (store, key) => {
    await store.set(key, "a", { ttlMs: shortMs });
    await pause(shortMs + 100);
    equal(await store.get(key), undefined, "get");
    equal(await store.delete(key), false, "delete");
    equal(await store.set(key, "b", { ttlMs: longMs, ifValue: "a" }), false, "set over the expired value");
    equal(await store.set(key, "b", { ttlMs: longMs, ifValue: null }), true, "set where nothing is");
  },

  "an entry lives as long as its last write says": async (store, key) => {
    await store.set(key, "a", { ttlMs: shortMs });
    equal(await store.set(key, "a", { ttlMs: longMs, ifValue: "a" }), true, "the renewal");
    await pause(shortMs + 100);
    equal(await store.get(key), "a", "get after the first time is up");
  },

  "an entry can live for eight days": async (store, key) => {
    equal(await store.set(key, "a", { ttlMs: 8 * 24 * 60 * 60 * 1000 }), true, "set");
    equal(await store.get(key), "a", "get");
  },

  "values come back unchanged, up to 4 KB": async (store, key) => {
    for (const value of ["", "0", "null", '{"a":"é 👋 \\u0000"}', "x".repeat(4096)]) {
      await store.set(key, value, { ttlMs: longMs });
      equal(await store.get(key), value, "get");
      equal(await store.set(key, value, { ttlMs: longMs, ifValue: value }), true, "set over the same value");
    }
  },

  "keys of 100 characters that differ only in the last are distinct": async (store, key) => {
    const [one, other] = ["1", "2"].map((last) => `${key}:${"k".repeat(100)}`.slice(0, 99) + last);
    await store.set(one as string, "a", { ttlMs: longMs });
    equal(await store.get(other as string), undefined, "get of the other key");
    equal(await store.get(one as string), "a", "get");
    await store.delete(one as string);
  },

  "of many that claim a key at the same time, one gets it": async (store, key) => {
    const claims = Array.from({ length: 50 }, (_, owner) =>
      store.set(key, String(owner), { ttlMs: longMs, ifValue: null }),
    );
    const winners = (await Promise.all(claims)).flatMap((won, owner) => (won ? [String(owner)] : []));
    equal(winners.length, 1, "the number of claims that were granted");
    equal(await store.get(key), winners[0], "the value in the store");
  },

  "of many that replace or delete one value at the same time, one succeeds": async (store, key) => {
    await store.set(key, "a", { ttlMs: longMs });
    const attempts = Array.from({ length: 50 }, (_, index) =>
      index % 2 === 0
        ? store.set(key, `b${index}`, { ttlMs: longMs, ifValue: "a" })
        : store.delete(key, { ifValue: "a" }),
    );
    const successes = (await Promise.all(attempts)).filter(Boolean).length;
    equal(successes, 1, "the number of successes");
  },
};

function equal(actual: unknown, expected: unknown, what: string): void {
  if (actual === expected) return;
  throw new Error(`${what} gave ${shown(actual)} instead of ${shown(expected)}`);
}

const shown = (value: unknown): string =>
  value === undefined ? "undefined" : JSON.stringify(value).slice(0, 60);

const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));
