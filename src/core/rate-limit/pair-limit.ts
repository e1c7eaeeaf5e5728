import type { Clock } from "../clock.ts";

interface Pause {
  until: number;
  strikes: number;
}

/** Beyond this many pairs, those whose pause is over are forgotten. */
const maxPairs = 10_000;

/**
 * Pauses single recipients: Meta limits how fast one number may write to one user, and refusing that says nothing
 * about any other recipient.
 */
export class PairLimit {
  readonly #clock: Clock;
  readonly #maxPauseMs: number;
  readonly #pauses = new Map<string, Pause>();

  constructor(clock: Clock, maxPauseMs: number) {
    this.#clock = clock;
    this.#maxPauseMs = maxPauseMs;
  }

  /** Resolves when this pair may send again; for nearly all pairs that is immediately. */
  async wait(pair: string, signal: AbortSignal | undefined): Promise<void> {
    const pauseMs = (this.#pauses.get(pair)?.until ?? 0) - this.#clock.now();
    if (pauseMs > 0) await this.#clock.sleep(pauseMs, signal);
  }

  /** Meta's rule: 4^n seconds, n growing from 0 with each refusal in a row. */
  onThrottled(pair: string, retryAfterMs: number | undefined): void {
    const now = this.#clock.now();
    const { strikes = 0, until = 0 } = this.#pauses.get(pair) ?? {};
    if (now < until) return; // the response to a message that left before the pause
    const pauseMs = Math.min(retryAfterMs ?? 1000 * 4 ** strikes, this.#maxPauseMs);
    this.#pauses.set(pair, { until: now + pauseMs, strikes: strikes + 1 });
    if (this.#pauses.size > maxPairs) this.#forget(now);
  }

  onAccepted(pair: string): void {
    this.#pauses.delete(pair);
  }

  #forget(now: number): void {
    for (const [pair, { until }] of this.#pauses) if (until < now) this.#pauses.delete(pair);
  }
}
