import { StoreError } from "../errors.ts";
import type { EventRun } from "../store/event-run.ts";
import type { GuardedStore } from "../store/guarded-store.ts";
import { eventKey, keptMs } from "../store/keys.ts";
import { memoryStore } from "../store/memory-store.ts";
import { loadSha256 } from "../utils/find-sha256.ts";
import type { ResolvedWebhookOptions } from "./options.ts";

const done = "done";

/** How long the store is asked again to record that an event has been handled, and the longest delay in between. */
const completionMs = 10_000;
const longestDelayMs = 2000;

/** How many events this process remembers whose completion the store could not record. */
const unrecordedEvents = 10_000;

type ClaimSettings = Pick<ResolvedWebhookOptions, "leaseMs" | "hasOwnStore">;

/** Claims events in a store, so that each is handled by one process at a time, and only once. */
export class Claims {
  readonly #store: GuardedStore;
  readonly #settings: ClaimSettings;
  readonly #unrecorded = memoryStore({ maxEntries: unrecordedEvents, logger: { warn: () => undefined } });

  constructor(store: GuardedStore, settings: ClaimSettings) {
    this.#store = store;
    this.#settings = settings;
  }

  /**
   * Resolves with the claim; or with `done` if the event has been handled, `busy` if another process is handling it.
   * Losing the claim ends the run.
   *
   * @throws `StoreError` or `ConfigurationError` if the store does not say.
   */
  async claim(eventId: string, run: EventRun): Promise<Claim | "done" | "busy"> {
    const { hasOwnStore, leaseMs } = this.#settings;
    const key = hasOwnStore ? eventId : await toSharedKey(eventId);
    if (this.#unrecorded.get(key) !== undefined) return done;
    const claim = new Claim(this.#store, leaseMs, key, run);
    if (await claim.take()) return claim;
    const value = await this.#store.get(key);
    if (value === claim.owner) return claim; // the store's driver repeated a write whose answer was lost
    return value === done ? done : "busy";
  }

  /** Records that the event has been handled. Should the store fail for good, at least this process remembers it. */
  async complete(claim: Claim): Promise<void> {
    try {
      await claim.complete();
    } catch (error) {
      this.#unrecorded.set(claim.key, done, { ttlMs: keptMs });
      throw error;
    }
  }
}

/** In a store that others may read, no id stands as it is. */
async function toSharedKey(eventId: string): Promise<string> {
  return eventKey(await loadSha256(), eventId);
}

/**
 * The right to handle an event. It is a lease: it lasts only as long as it is renewed, so a crash frees the event. The
 * owner's name is random for each claim, so a late release frees nobody else's.
 */
export class Claim {
  readonly key: string;
  readonly owner = crypto.randomUUID();
  readonly #store: GuardedStore;
  readonly #leaseMs: number;
  readonly #run: EventRun;
  #timer: ReturnType<typeof setInterval> | undefined;
  #renewedAt = performance.now();

  constructor(store: GuardedStore, leaseMs: number, key: string, run: EventRun) {
    this.#store = store;
    this.#leaseMs = leaseMs;
    this.key = key;
    this.#run = run;
  }

  take(): boolean | Promise<boolean> {
    return this.#store.set(this.key, this.owner, { ttlMs: this.#leaseMs, ifValue: null });
  }

  /** Keeps the claim from now on until it ends. A handler that does not wait for anything needs no renewal. */
  renew(): void {
    this.#timer ??= setInterval(() => this.#renewOnce(), this.#leaseMs / 3);
  }

  async #renewOnce(): Promise<void> {
    const askedAt = performance.now();
    try {
      const options = { ttlMs: this.#leaseMs, ifValue: this.owner };
      if (await this.#store.set(this.key, this.owner, options)) this.#renewedAt = askedAt;
      else this.#lose();
    } catch {
      if (performance.now() - this.#renewedAt >= this.#leaseMs) this.#lose(); // until then, the next try may succeed
    }
  }

  #lose(): void {
    this.#run.end(new StoreError("The claim on the event was lost: its lease ran out."));
  }

  /**
   * Records that the event has been handled, whoever has claimed it by now. The claim is renewed until that is
   * recorded: nobody else may handle the event before.
   */
  async complete(): Promise<void> {
    const beganAt = performance.now();
    try {
      for (let delayMs = 100; ; delayMs = Math.min(delayMs * 2, longestDelayMs)) {
        try {
          await this.#store.set(this.key, done, { ttlMs: keptMs });
          return;
        } catch (error) {
          if (performance.now() + delayMs - beganAt > completionMs) throw error;
          this.renew();
          await new Promise((resolve) => setTimeout(resolve, delayMs));
        }
      }
    } finally {
      clearInterval(this.#timer);
    }
  }

  /** Lets the next delivery handle the event. */
  async release(): Promise<void> {
    clearInterval(this.#timer);
    await this.#store.delete(this.key, { ifValue: this.owner });
  }
}
