import { ConfigurationError } from "../errors.ts";
import type { Logger } from "../types/common.ts";
import { log } from "../utils/log.ts";
import type { Store, StoreDeleteOptions, StoreSetOptions } from "./store.ts";

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
  return new MemoryStore(maxEntries, logger);
}

class MemoryStore implements Store {
  readonly #maxEntries: number;
  #logger: Pick<Logger, "warn"> | undefined;
  /** In the order in which they were written. */
  readonly #entries = new Map<string, Entry>();
  #newest: string | undefined;
  #sweptAt = Number.NEGATIVE_INFINITY;

  constructor(maxEntries: number, logger: Pick<Logger, "warn">) {
    this.#maxEntries = maxEntries;
    this.#logger = logger;
  }

  get(key: string): string | undefined {
    const entry = this.#entries.get(key);
    if (entry === undefined || entry.expiresAt > performance.now()) return entry?.value;
    this.#entries.delete(key);
    return undefined;
  }

  set(key: string, value: string, { ttlMs, ifValue }: StoreSetOptions): boolean {
    if (ifValue !== undefined && (this.get(key) ?? null) !== ifValue) return false;
    if (key !== this.#newest && ifValue !== null) this.#entries.delete(key); // so that it becomes the newest
    this.#newest = key;
    this.#entries.set(key, { value, expiresAt: performance.now() + ttlMs });
    if (this.#entries.size > this.#maxEntries) this.#makeRoom();
    return true;
  }

  delete(key: string, { ifValue }: StoreDeleteOptions = {}): boolean {
    const value = this.get(key);
    return value !== undefined && (ifValue === undefined || value === ifValue) && this.#entries.delete(key);
  }

  #makeRoom(): void {
    this.#dropExpired();
    for (const key of this.#entries.keys()) {
      if (this.#entries.size <= this.#maxEntries) return;
      this.#entries.delete(key);
      log(
        this.#logger,
        "warn",
        `wacloud: the memory store is full (${this.#maxEntries} entries) and drops the oldest. Raise \`maxEntries\`, or use a shared store.`,
      );
      this.#logger = undefined; // once is enough
    }
  }

  #dropExpired(): void {
    const now = performance.now();
    if (now - this.#sweptAt < sweepEveryMs) return;
    this.#sweptAt = now;
    for (const [key, { expiresAt }] of this.#entries) if (expiresAt <= now) this.#entries.delete(key);
  }
}
