import type { ApiError } from "../../errors.ts";
import type { Clock } from "../clock.ts";
import { heldBack } from "./send-scheduler.ts";

/** Timers sometimes run late, and late departures leave in a burst: stay a little under the limit. */
const headroom = 0.99;

/** Throttling halves the rate; it is back at the limit after this time at the latest. */
const recoveryMs = 60_000;

/** How long the limit of a client counts after its last send. */
const limitMs = 60_000;

/** How fast one phone number may send right now: its limit, reduced while Meta throttles it. */
export class SendRate {
  readonly #clock: Clock;
  #limit = Number.POSITIVE_INFINITY;
  #limitedAt = Number.NEGATIVE_INFINITY;
  #pause: { until: number; error: ApiError } | undefined;
  #strikes = 0;
  #slowed: { at: number; to: number } | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** The most messages that may leave within a second. */
  get limit(): number {
    return this.#limit;
  }

  /** A client with this limit sends. The strictest of those that have sent lately counts. */
  limitTo(perSecond: number): void {
    const now = this.#clock.now();
    if (perSecond > this.#limit && now - this.#limitedAt < limitMs) return;
    this.#limit = perSecond;
    this.#limitedAt = now;
  }

  /** Whether it neither pauses nor recovers. */
  get isFull(): boolean {
    return this.pauseMs <= 0 && this.perSecond >= this.#limit;
  }

  /** How much longer sending is paused, in milliseconds; 0 or less if it is not. */
  get pauseMs(): number {
    return this.#pause === undefined ? 0 : this.#pause.until - this.#clock.now();
  }

  /** The error for a send that waits this long at most; `undefined` if the pause is shorter. */
  refusal(maxPauseMs: number): ApiError | undefined {
    const { pauseMs } = this;
    return this.#pause !== undefined && pauseMs > maxPauseMs
      ? heldBack(this.#pause.error, pauseMs)
      : undefined;
  }

  /** Messages per second. */
  get perSecond(): number {
    if (this.#slowed === undefined) return this.#limit;
    const recovered = ((this.#clock.now() - this.#slowed.at) / recoveryMs) * this.#limit;
    return Math.min(this.#limit, this.#slowed.to + recovered);
  }

  /** The time between two departures, in milliseconds. */
  get intervalMs(): number {
    return 1000 / (this.perSecond * headroom);
  }

  /**
   * Meta answered that this number sends too fast: pauses sending, then continues at half the rate. Responses to
   * messages that left before the pause change nothing and return `false`.
   */
  onThrottled(error: ApiError): boolean {
    if (this.pauseMs > 0) return false;
    const now = this.#clock.now();
    const lengthMs = error.retryAfterMs ?? Math.min(1000 * 2 ** this.#strikes, 60_000);
    this.#strikes += 1;
    this.#slowed = { at: now, to: Math.max(1, this.perSecond / 2) };
    this.#pause = { until: now + lengthMs, error };
    return true;
  }

  /** Meta accepted a message: the next pause starts short again. */
  onAccepted(): void {
    this.#strikes = 0;
    if (this.pauseMs <= 0) this.#pause = undefined;
    if (this.#slowed !== undefined && this.perSecond >= this.#limit) this.#slowed = undefined;
  }
}
