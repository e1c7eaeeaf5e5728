import type { Clock } from "./clock.ts";
import { type Departures, queueFull } from "./departures.ts";
import { Pace } from "./pace.ts";

/** Timers run late now and then, and what was late departs in a bunch: stay a little under the limit. */
const headroom = 0.99;

/**
 * The departures of one phone number where requests end alone (`runtime.ts`), so that a line of waiting sends would
 * get stuck behind one whose request has ended. Here nobody waits for another: each send takes the next free slot by
 * the clock and waits for it by itself. A request that ends meanwhile costs its slot, and nothing else.
 */
export class Slots implements Departures {
  readonly #maxQueue: number;
  readonly #clock: Clock;
  readonly #pace: Pace;
  /** When the next free slot begins. */
  #next = 0;

  constructor(limit: number, maxQueue: number, clock: Clock) {
    this.#maxQueue = maxQueue;
    this.#clock = clock;
    this.#pace = new Pace(limit, clock);
  }

  get idle(): boolean {
    return this.#next <= this.#clock.now();
  }

  async turn(signal: AbortSignal | undefined): Promise<void> {
    signal?.throwIfAborted();
    const waiting = (this.#next - this.#clock.now()) / this.#intervalMs;
    if (waiting > this.#maxQueue) throw queueFull(this.#maxQueue);
    do {
      const waitMs = this.#take() - this.#clock.now();
      if (waitMs > 0) await this.#clock.sleep(waitMs, signal);
    } while (this.#pace.heldMs > 0); // slots within a pause lapse
  }

  throttled(retryAfterMs: number | undefined): void {
    if (this.#pace.throttled(retryAfterMs)) this.#next = this.#clock.now() + this.#pace.heldMs;
  }

  accepted(): void {
    this.#pace.accepted();
  }

  get #intervalMs(): number {
    return 1000 / (this.#pace.perSecond * headroom);
  }

  #take(): number {
    const slot = Math.max(this.#next, this.#clock.now());
    this.#next = slot + this.#intervalMs;
    return slot;
  }
}
