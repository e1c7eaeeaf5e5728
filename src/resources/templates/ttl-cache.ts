import type { Clock } from "../../core/clock.ts";
import { abortable } from "../../utils/abortable.ts";
import { requestsEndAlone } from "../../utils/runtime.ts";

/** How much of the account is kept, and for how long. */
export interface CacheOptions {
  maxEntries: number;
  maxAgeMs: number;
}

interface Entry<T> {
  value: Promise<T>;
  /** Whether it has come. */
  isRead: boolean;
  /** When it was asked for, in milliseconds. */
  askedAt: number;
}

/** What was read of the account: least used goes first, and nothing is kept too long. */
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
   * What is known of a name, or is now read. Those who ask at the same time share one reading, which goes on when one
   * of them gives up; a failed one is not kept. (Where requests end alone, only what has been read is shared.)
   *
   * @param maxAgeMs read again when it is that old. Default: as old as is kept.
   */
  async get(name: string, signal: AbortSignal | undefined, maxAgeMs = this.#options.maxAgeMs): Promise<T> {
    signal?.throwIfAborted();
    const found = this.#entries.get(name);
    this.#entries.delete(name);
    const age = found === undefined ? Number.POSITIVE_INFINITY : this.#clock.now() - found.askedAt;
    const isUsable = found !== undefined && (found.isRead || this.#isShared);
    const entry = isUsable && age < maxAgeMs ? found : this.#ask(name);
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

  #ask(name: string): Entry<T> {
    const entry = { value: this.#read(name), isRead: false, askedAt: this.#clock.now() };
    entry.value.then(
      () => {
        entry.isRead = true;
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
