import { ConfigurationError } from "../errors.ts";
import type { Logger } from "../types/common.ts";
import { invalidOptions } from "./invalid-options.ts";
import { isAbandoned } from "./lifetime.ts";

/** The answer to a claim. */
export type ClaimResult = "claimed" | "done" | "busy";

/**
 * Remembers which events have been handled. Several processes, and serverless functions, want a shared one.
 * Each method may answer with a promise. A method that fails loses nothing: the handler answers 500, and makes up for
 * it when Meta delivers the event again.
 *
 * @example
 * const dedupe: DedupeStore = {
 *   claim: async (id): Promise<ClaimResult> => ((await table.insertIfAbsent(id)) ? "claimed" : table.stateOf(id)),
 *   complete: (id) => table.update(id, "done"),
 *   release: (id) => table.delete(id),
 * };
 */
export interface DedupeStore {
  /** Takes the event: `claimed` when it is ours to handle, `done` when it was handled, `busy` while another handles it. */
  claim(id: string): ClaimResult | Promise<ClaimResult>;
  /** The event has been handled, for good. */
  complete(id: string): unknown;
  /** Handling failed: the next delivery may claim it. */
  release(id: string): unknown;
}

/**
 * A store in this process's memory. When it is full the oldest handled id is forgotten, with one warning: a
 * redelivery that late would be handled again. Events that are being handled are never forgotten.
 *
 * @param options.max how many handled ids are kept. Default 100 000, some 10 MB when full.
 * @param options.logger where the warning goes. Default: `console`.
 * @throws `ConfigurationError` when `max` is not a whole number of 1 or more.
 */
export function memoryDedupe(
  options: { max?: number | undefined; logger?: Pick<Logger, "warn"> | undefined } = {},
): DedupeStore {
  const { max = 100_000, logger = console } = options;
  if (!Number.isInteger(max) || max < 1) {
    throw invalidOptions([{ path: "max", message: "must be a whole number of 1 or more" }]);
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
      `wacloud: ${max} handled webhook events are remembered, and from now on the oldest is forgotten for each new one. Give \`dedupe\` a larger store, or a shared one.`,
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

/** How many endings that a store could not take are kept. */
const keptEndings = 10_000;

/**
 * Claims of events in a store that may be out of reach at times. What it could not be told when an event ended is
 * kept, and made up for at the event's next delivery: what succeeded does not run again, what failed can.
 */
export class Claims {
  readonly #store: DedupeStore;
  readonly #untold = new Map<string, Ending>();

  constructor(store: DedupeStore) {
    this.#store = store;
  }

  /** Whether the event is ours to handle. Rejects when the store does, or when it does not speak our language. */
  async claim(id: string): Promise<ClaimResult> {
    const untold = this.#untold.get(id);
    if (untold === "complete") return this.end(id, untold).then(done, done);
    if (untold === "release") await this.end(id, untold);
    const result: unknown = await this.#store.claim(id);
    if (result === "claimed" || result === "done" || result === "busy") return result;
    const message = 'must answer "claimed", "done" or "busy"';
    throw new ConfigurationError(`dedupe.claim ${message}.`, [{ path: "dedupe.claim", message }]);
  }

  /** Tells the store how handling ended. Rejects when the store does; it is told again next time. */
  async end(id: string, ending: Ending): Promise<void> {
    this.#untold.delete(id);
    const [oldest] = this.#untold.keys();
    if (this.#untold.size >= keptEndings && oldest !== undefined) this.#untold.delete(oldest);
    this.#untold.set(id, ending);
    await this.#store[ending](id);
    this.#untold.delete(id);
  }
}
