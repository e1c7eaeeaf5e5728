import { ConfigurationError } from "../errors.ts";
import type { Logger } from "../types/common.ts";
import type { Store } from "./store.ts";

interface Entry {
  value: string;
  expiresAt: number;
}

/** Options of {@link memoryStore}. */
export interface MemoryStoreOptions {
  /** How many entries are kept. Default 100,000, which takes some 30 MB. */
  maxEntries?: number | undefined;
  /** Where the warning goes when the store is full. Default: `console`. */
  logger?: Pick<Logger, "warn"> | undefined;
}

/** A full store looks for expired entries at most this often; in between, it drops the oldest one. */
const sweepEveryMs = 1000;

/**
 * A store in the memory of this process: what it knows is gone when the process ends, and other processes do not see
 * it. It is the default of the client and of the webhook handler.
 *
 * When it is full, it drops expired entries, and then those written longest ago, with one warning: a redelivery or a
 * repeated send that late would be taken for a new one.
 *
 * @throws `ConfigurationError` when `maxEntries` is not a whole number of 1 or more.
 */
export function memoryStore(options: MemoryStoreOptions = {}): Store {
  const { maxEntries = 100_000, logger = console } = options;
  if (!Number.isInteger(maxEntries) || maxEntries < 1) {
    const message = "must be a whole number of 1 or more";
    throw new ConfigurationError(`Invalid options: \`maxEntries\` ${message}.`, [
      { path: "maxEntries", message },
    ]);
  }
  const entries = new Map<string, Entry>(); // in the order in which they were written
  let sweptAt = Number.NEGATIVE_INFINITY;
  let hasWarned = false;

  const read = (key: string): string | undefined => {
    const entry = entries.get(key);
    if (entry === undefined || entry.expiresAt > performance.now()) return entry?.value;
    entries.delete(key);
    return undefined;
  };

  const makeRoom = () => {
    const now = performance.now();
    if (now - sweptAt >= sweepEveryMs) {
      sweptAt = now;
      for (const [key, { expiresAt }] of entries) if (expiresAt <= now) entries.delete(key);
    }
    for (const key of entries.keys()) {
      if (entries.size <= maxEntries) return;
      entries.delete(key);
      if (!hasWarned) {
        hasWarned = true;
        logger.warn(
          `wacloud: the memory store is full (${maxEntries} entries); the oldest entries are dropped from now on. Raise \`maxEntries\`, or use a shared store.`,
        );
      }
    }
  };

  return {
    get: read,
    set: (key, value, { ttlMs, ifValue }) => {
      if (ifValue !== undefined && (read(key) ?? null) !== ifValue) return false;
      entries.delete(key); // makes it the newest
      entries.set(key, { value, expiresAt: performance.now() + ttlMs });
      if (entries.size > maxEntries) makeRoom();
      return true;
    },
    delete: (key, { ifValue } = {}) => {
      const value = read(key);
      return value !== undefined && (ifValue === undefined || value === ifValue) && entries.delete(key);
    },
  };
}
