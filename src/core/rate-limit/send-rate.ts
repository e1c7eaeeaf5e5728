import type { Clock } from "../clock.ts";

/** How fast each phone number sends. */
export interface RateLimitSettings {
  messagesPerSecond: number;
  maxQueue: number;
}

/** Timers run late now and then, and what was late departs in a bunch: stay a little under the limit. */
const headroom = 0.99;

/** The time between two departures. */
export const toIntervalMs = (perSecond: number): number => 1000 / (perSecond * headroom);

/** After a throttling answer the pace is halved; it is back to full after at most this time. */
const recoveryMs = 60_000;

/** How fast one phone number may send at the moment: its limit, less what Meta's throttling answers ask for. */
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

  /** How much longer nobody may send, in milliseconds; 0 or less when somebody may. */
  get pauseMs(): number {
    return this.#pausedUntil - this.#clock.now();
  }

  /** Departures per second. */
  get perSecond(): number {
    if (this.#slowed === undefined) return this.#limit;
    const recovered = ((this.#clock.now() - this.#slowed.at) / recoveryMs) * this.#limit;
    return Math.min(this.#limit, this.#slowed.to + recovered);
  }

  /**
   * Meta said that this number sends too fast: everybody waits a while, then goes on at half the pace. Answers to
   * what had left before the pause change nothing, and give `false`.
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

  /** Meta took a message: the next pause starts short again. Gives `true` while the pace is recovering. */
  onAccepted(): boolean {
    this.#strikes = 0;
    if (this.#slowed === undefined) return false;
    if (this.perSecond >= this.#limit) this.#slowed = undefined;
    return true;
  }
}
