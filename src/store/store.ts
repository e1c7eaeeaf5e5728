/**
 * Where wacloud keeps state that outlives a request, such as which events have been handled. Several processes, and
 * serverless functions, need a shared store.
 *
 * The contract: each operation is atomic and sees every operation that completed before it (linearizable per key), and
 * an entry disappears as soon as its `ttlMs` has passed. Keys have up to 100 characters, values up to 4 KB. That rules out
 * caches that evict, replicas that lag, and Cloudflare's Workers KV. `testStore` of `wacloud/testing` checks a store.
 *
 * An operation that rejects loses nothing: see `docs/stores.md` for what happens then.
 *
 * @example
 * const store: Store = {
 *   get: (key) => table.read(key),
 *   set: (key, value, { ttlMs, ifValue }) => table.write(key, value, { ttlMs, ifValue }),
 *   delete: (key, { ifValue } = {}) => table.remove(key, { ifValue }),
 * };
 */
export interface Store {
  /** The value, or `undefined` if it does not exist or has expired. */
  get(key: string): string | undefined | Promise<string | undefined>;
  /** Writes the value for `ttlMs` milliseconds. Resolves with whether it was written. */
  set(key: string, value: string, options: StoreSetOptions): boolean | Promise<boolean>;
  /** Removes the entry. Resolves with whether one was removed. */
  delete(key: string, options?: StoreDeleteOptions): boolean | Promise<boolean>;
}

/** Options for writing an entry. */
export interface StoreSetOptions {
  /** How long the entry lives, in milliseconds; a later write restarts it. */
  ttlMs: number;
  /** `null`: write only if the key has no value. A string: write only over exactly this value. Absent: always write. */
  ifValue?: string | null | undefined;
}

/** Options for removing an entry. */
export interface StoreDeleteOptions {
  /** Remove the entry only if it has exactly this value. Absent: whatever the value. */
  ifValue?: string | undefined;
}
