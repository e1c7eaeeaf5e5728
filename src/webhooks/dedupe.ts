import { ConfigurationError } from "../errors.ts";
import type { Logger } from "../types/common.ts";
import { invalidOptions } from "./invalid-options.ts";
import { isAbandoned } from "./lifetime.ts";

/** The result of a claim. */
export type ClaimResult = "claimed" | "done" | "busy";

/**
 * Remembers which events have been handled. Use a shared store if you run several processes or serverless functions.
 * Every method may return a promise. If one fails, nothing is lost: the handler answers 500 and makes up for the
 * failed call when Meta delivers the event again.
 *
 * @example
 * const dedupe: DedupeStore = {
 *   claim: async (id): Promise<ClaimResult> => ((await table.insertIfAbsent(id)) ? "claimed" : table.stateOf(id)),
 *   complete: (id) => table.update(id, "done"),
 *   release: (id) => table.delete(id),
 * };
 */
export interface DedupeStore {
  /** Claims the event: `claimed` if this caller is to handle it, `done` if it was handled, `busy` while another caller handles it. */
  claim(id: string): ClaimResult | Promise<ClaimResult>;
  /** The event has been handled and must not run again. */
  complete(id: string): unknown;
  /** Handling failed: the next delivery may claim the event. */
  release(id: string): unknown;
}

/**
 * A store in the memory of this process. When it is full, each new event evicts the oldest handled one, which would run
 * again if it were redelivered that late. The first eviction logs a warning. Events in progress are never evicted.
 *
 * @param options.max how many handled events to remember. Default: 100,000, about 10 MB when full.
 * @param options.logger where the warning goes. Default: `console`.
 * @throws `ConfigurationError` if `max` is not an integer of 1 or more.
 */
export function memoryDedupe(
  options: { max?: number | undefined; logger?: Pick<Logger, "warn"> | undefined } = {},
): DedupeStore {
  const { max = 100_000, logger = console } = options;
  if (!Number.isInteger(max) || max < 1) {
    throw invalidOptions([{ path: "max", message: "must be an integer of 1 or more" }]);
  }
  const running = new Map<string, number>();
  const done = new Set<string>();
  let warned = false;

  const forgetOldest = () => {
    const [oldest] = done;
    if (oldest !== undefined) done.delete(oldest);
    if (warned) return;
    warned = true;
    logger.warn(
      `wacloud: the dedupe store is full with ${max} handled webhook events; each new event now evicts the oldest. Pass \`dedupe\` a larger or a shared store.`,
    );
  };

  return {
    claim: (id) => {
      if (done.has(id)) return "done";
      const beganAt = running.get(id);
      if (beganAt !== undefined && !isAbandoned(beganAt)) return "busy";
      running.set(id, Date.now());
      return "claimed";
    },
    complete: (id) => {
      running.delete(id);
      done.add(id);
      if (done.size > max) forgetOldest();
    },
    release: (id) => {
      running.delete(id);
    },
  };
}

type Ending = "complete" | "release";

const done = (): ClaimResult => "done";

/** How many failed calls to the store are remembered. */
const keptEndings = 10_000;

/**
 * Claims events in a store that may be unreachable at times. When an event's outcome cannot be stored, it is kept here
 * and stored at the next delivery of that event: an event that succeeded does not run again, one that failed can.
 */
export class Claims {
  readonly #store: DedupeStore;
  readonly #unsaved = new Map<string, Ending>();

  constructor(store: DedupeStore) {
    this.#store = store;
  }

  /** Whether this caller is to handle the event. Rejects if the store does, or if its answer is not a `ClaimResult`. */
  async claim(id: string): Promise<ClaimResult> {
    const unsaved = this.#unsaved.get(id);
    if (unsaved === "complete") return this.end(id, unsaved).then(done, done);
    if (unsaved === "release") await this.end(id, unsaved);
    const result: unknown = await this.#store.claim(id);
    if (result === "claimed" || result === "done" || result === "busy") return result;
    const message = 'must return "claimed", "done" or "busy"';
    throw new ConfigurationError(`\`dedupe.claim\` ${message}.`, [{ path: "dedupe.claim", message }]);
  }

  /** Stores how handling ended. Rejects if the store does; the next delivery tries again. */
  async end(id: string, ending: Ending): Promise<void> {
    this.#unsaved.delete(id);
    const [oldest] = this.#unsaved.keys();
    if (this.#unsaved.size >= keptEndings && oldest !== undefined) this.#unsaved.delete(oldest);
    this.#unsaved.set(id, ending);
    await this.#store[ending](id);
    this.#unsaved.delete(id);
  }
}
