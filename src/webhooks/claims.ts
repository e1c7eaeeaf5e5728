import { ConfigurationError } from "../errors.ts";
import type { ClaimResult, DedupeStore } from "./dedupe.ts";

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
