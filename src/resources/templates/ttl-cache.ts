import type { Clock } from "../../core/clock.ts";
import { abortable } from "../../utils/abortable.ts";
import { requestsEndAlone } from "../../utils/runtime.ts";

/** How many entries a cache holds, and for how long. */
export interface CacheOptions {
  maxEntries: number;
  maxAgeMs: number;
}

interface Entry<T> {
  value: Promise<T>;
  /** Whether the value has arrived. */
  hasArrived: boolean;
  /** When it was requested, in milliseconds. */
  requestedAt: number;
}

/** Values by name, read when they are missing or too old. The least recently used one is evicted first. */
export class TtlCache<T> {
  readonly #read: (name: string) => Promise<T>;
  readonly #clock: Clock;
  readonly #options: CacheOptions;
  readonly #isShared = !requestsEndAlone();
  /** Least recently used first. */
  readonly #entries = new Map<string, Entry<T>>();

  constructor(read: (name: string) => Promise<T>, clock: Clock, options: CacheOptions) {
    this.#read = read;
    this.#clock = clock;
    this.#options = options;
  }

  /**
   * The cached value, or else a new one. Concurrent callers share one read, which continues if one of them aborts; a
   * failed read is not cached. (Where requests end alone, only values that have arrived are shared.)
   *
   * @param maxAgeMs read the value again if it is this old. Default: the cache's `maxAgeMs`.
   */
  async get(name: string, signal: AbortSignal | undefined, maxAgeMs = this.#options.maxAgeMs): Promise<T> {
    signal?.throwIfAborted();
    const found = this.#entries.get(name);
    this.#entries.delete(name);
    const age = found === undefined ? Number.POSITIVE_INFINITY : this.#clock.now() - found.requestedAt;
    const isUsable = found !== undefined && (found.hasArrived || this.#isShared);
    const entry = isUsable && age < maxAgeMs ? found : this.#request(name);
    this.#entries.set(name, entry);
    this.#evict();
    return abortable(entry.value, signal);
  }

  forget(name: string): void {
    this.#entries.delete(name);
  }

  clear(): void {
    this.#entries.clear();
  }

  #request(name: string): Entry<T> {
    const entry = { value: this.#read(name), hasArrived: false, requestedAt: this.#clock.now() };
    entry.value.then(
      () => {
        entry.hasArrived = true;
      },
      () => {
        if (this.#entries.get(name) === entry) this.#entries.delete(name);
      },
    );
    return entry;
  }

  #evict(): void {
    for (const name of this.#entries.keys()) {
      if (this.#entries.size <= this.#options.maxEntries) return;
      this.#entries.delete(name);
    }
  }
}
