import type { Clock } from "../clock.ts";

/** How fast each phone number sends. */
export interface RateLimitSettings {
  messagesPerSecond: number;
  maxQueue: number;
}

/** Timers sometimes run late, and late departures leave in a burst: stay a little under the limit. */
const headroom = 0.99;

/** The time between two departures. */
export const toIntervalMs = (perSecond: number): number => 1000 / (perSecond * headroom);

/** Throttling halves the rate; it is back at the limit after this time at the latest. */
const recoveryMs = 60_000;

/** How fast one phone number may send right now: its limit, reduced while Meta throttles it. */
export class SendRate {
  readonly #limit: number;
  readonly #clock: Clock;
  #pausedUntil = 0;
  #strikes = 0;
  #slowed: { at: number; to: number } | undefined;

  constructor(limit: number, clock: Clock) {
    this.#limit = limit;
    this.#clock = clock;
  }

  /** How much longer sending is paused, in milliseconds; 0 or less if it is not. */
  get pauseMs(): number {
    return this.#pausedUntil - this.#clock.now();
  }

  /** Messages per second. */
  get perSecond(): number {
    if (this.#slowed === undefined) return this.#limit;
    const recovered = ((this.#clock.now() - this.#slowed.at) / recoveryMs) * this.#limit;
    return Math.min(this.#limit, this.#slowed.to + recovered);
  }

  /**
   * Meta answered that this number sends too fast: pauses sending, then continues at half the rate. Responses to
   * messages that left before the pause change nothing and return `false`.
   */
  onThrottled(retryAfterMs: number | undefined): boolean {
    if (this.pauseMs > 0) return false;
    const now = this.#clock.now();
    const lengthMs = retryAfterMs ?? Math.min(1000 * 2 ** this.#strikes, 60_000);
    this.#strikes += 1;
    this.#slowed = { at: now, to: Math.max(1, this.perSecond / 2) };
    this.#pausedUntil = Math.max(this.#pausedUntil, now + lengthMs);
    return true;
  }

  /** Meta accepted a message: the next pause starts short again. Returns `true` while the rate is recovering. */
  onAccepted(): boolean {
    this.#strikes = 0;
    if (this.#slowed === undefined) return false;
    if (this.perSecond >= this.#limit) this.#slowed = undefined;
    return true;
  }
}
