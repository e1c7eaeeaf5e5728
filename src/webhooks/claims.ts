import { StoreError } from "../errors.ts";
import type { EventRun } from "../store/event-run.ts";
import { GuardedStore } from "../store/guarded-store.ts";
import { eventKey, keptMs } from "../store/keys.ts";
import { memoryStore } from "../store/memory-store.ts";
import type { Store } from "../store/store.ts";

/** The right to handle an event. It expires unless it is renewed, so a crash frees the event. */
export interface Claim {
  /** The event has been handled, for good. */
  complete(): Promise<void>;
  /** The next delivery may handle the event. */
  release(): Promise<void>;
}

const done = "done";

/** How long the store is asked again to take down that an event has been handled, and how long the last pause is. */
const completionMs = 10_000;
const longestPauseMs = 2000;

/** Events whose handling the store could not take down: this process does not handle them again, at least. */
const untoldEvents = 10_000;

/** Claims on events in a store. Each claim has a random owner name, so a late release cannot free someone else's claim. */
export class Claims {
  readonly #store: GuardedStore;
  readonly #leaseMs: number;
  readonly #untold = memoryStore({ maxEntries: untoldEvents, logger: { warn: () => undefined } });

  constructor(store: Store, leaseMs: number) {
    this.#store = new GuardedStore(store);
    this.#leaseMs = leaseMs;
  }

  /**
   * The claim; or `done` when the event has been handled, `busy` while another process handles it. A claim that is lost
   * ends the run.
   *
   * @throws `StoreError` or `ConfigurationError` when the store cannot tell.
   */
  async claim(eventId: string, run: EventRun): Promise<Claim | "done" | "busy"> {
    const key = eventKey(eventId);
    if (this.#untold.get(key) !== undefined) return done;
    const owner = crypto.randomUUID();
    if (await this.#store.set(key, owner, { ttlMs: this.#leaseMs, ifValue: null })) {
      return this.#hold(key, owner, run);
    }
    return (await this.#store.get(key)) === done ? done : "busy";
  }

  #hold(key: string, owner: string, run: EventRun): Claim {
    const lose = () => run.end(new StoreError("The claim on the event was lost: its lease ran out."));
    let renewedAt = performance.now();
    const renew = async () => {
      const askedAt = performance.now();
      try {
        const isOurs = await this.#store.set(key, owner, { ttlMs: this.#leaseMs, ifValue: owner });
        if (!isOurs) lose();
        else renewedAt = askedAt;
      } catch {
        if (performance.now() - renewedAt >= this.#leaseMs) lose(); // until then the next renewal may succeed
      }
    };
    const timer = setInterval(renew, this.#leaseMs / 3);
    return {
      // The claim is renewed until the end is taken down: nobody else may handle the event before.
      complete: () => this.#complete(key).finally(() => clearInterval(timer)),
      release: async () => {
        clearInterval(timer);
        await this.#store.delete(key, { ifValue: owner });
      },
    };
  }

  /** Unconditional: the event has been handled, even if another process has claimed it since. */
  async #complete(key: string): Promise<void> {
    const beganAt = performance.now();
    for (let pauseMs = 100; ; pauseMs = Math.min(pauseMs * 2, longestPauseMs)) {
      try {
        await this.#store.set(key, done, { ttlMs: keptMs });
        return;
      } catch (error) {
        if (performance.now() + pauseMs - beganAt > completionMs) {
          this.#untold.set(key, done, { ttlMs: keptMs });
          throw error;
        }
        await new Promise((resolve) => setTimeout(resolve, pauseMs));
      }
    }
  }
}
