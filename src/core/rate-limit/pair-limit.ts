import type { ApiError } from "../../errors.ts";
import type { Clock } from "../clock.ts";
import { heldBack } from "./send-scheduler.ts";

interface Pause {
  until: number;
  strikes: number;
  error: ApiError;
}

/** Beyond this many pairs, the one whose pause began first is forgotten. */
const maxPairs = 10_000;

/** After this many refusals in a row, a pause of 68 minutes, pauses grow no longer. */
const maxStrikes = 6;

/**
 * Pauses single recipients: Meta limits how fast one number may write to one user, and refusing that says nothing
 * about any other recipient.
 */
export class PairLimit {
  readonly #clock: Clock;
  readonly #pauses = new Map<string, Pause>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** How much longer this pair is paused, in milliseconds; 0 for nearly all pairs. */
  pauseMs(pair: string): number {
    const pause = this.#pauses.get(pair);
    return pause === undefined ? 0 : Math.max(0, pause.until - this.#clock.now());
  }

  /**
   * Resolves when this pair may send again.
   *
   * @throws {@link ApiError}, the one that began the pause, if that lasts longer than `maxPauseMs`.
   */
  async wait(pair: string, maxPauseMs: number, signal: AbortSignal | undefined): Promise<void> {
    for (let pauseMs = this.pauseMs(pair); pauseMs > 0; pauseMs = this.pauseMs(pair)) {
      const { error } = this.#pauses.get(pair) ?? {};
      if (error !== undefined && pauseMs > maxPauseMs) throw heldBack(error, pauseMs);
      await this.#clock.sleep(pauseMs, signal);
    }
  }

  /** Meta's rule: 4^n seconds, n growing from 0 with each refusal in a row. */
  onThrottled(pair: string, error: ApiError): void {
    if (this.pauseMs(pair) > 0) return; // the response to a message that left before the pause
    const { strikes = 0 } = this.#pauses.get(pair) ?? {};
    const pauseMs = error.retryAfterMs ?? 1000 * 4 ** Math.min(strikes, maxStrikes);
    this.#pauses.delete(pair);
    this.#pauses.set(pair, { until: this.#clock.now() + pauseMs, strikes: strikes + 1, error });
    const [oldest] = this.#pauses.keys();
    if (this.#pauses.size > maxPairs && oldest !== undefined) this.#pauses.delete(oldest);
  }

  onAccepted(pair: string): void {
    this.#pauses.delete(pair);
  }
}
