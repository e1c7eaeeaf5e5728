import type { Clock } from "../clock.ts";
import { type RateLimitSettings, SendRate, toIntervalMs } from "./send-rate.ts";
import { queueFull, type SendScheduler } from "./send-scheduler.ts";

/**
 * Schedules the sends of one phone number where requests end alone (`runtime.ts`). A queue would get stuck there
 * behind a send whose request has ended, so no send waits for another: each takes the next free slot by the clock and
 * waits for it on its own. A request that ends early wastes its slot, and nothing else.
 */
export class SendSlots implements SendScheduler {
  readonly #maxQueue: number;
  readonly #clock: Clock;
  readonly #rate: SendRate;
  /** When the next free slot starts. */
  #next = 0;

  constructor({ messagesPerSecond, maxQueue }: RateLimitSettings, clock: Clock) {
    this.#maxQueue = maxQueue;
    this.#clock = clock;
    this.#rate = new SendRate(messagesPerSecond, clock);
  }

  get isIdle(): boolean {
    return this.#next <= this.#clock.now();
  }

  async waitForTurn(signal: AbortSignal | undefined): Promise<void> {
    signal?.throwIfAborted();
    const waiting = (this.#next - this.#clock.now()) / this.#intervalMs;
    if (waiting > this.#maxQueue) throw queueFull(this.#maxQueue);
    do {
      const waitMs = this.#take() - this.#clock.now();
      if (waitMs > 0) await this.#clock.sleep(waitMs, signal);
    } while (this.#rate.pauseMs > 0); // slots within a pause lapse
  }

  onThrottled(retryAfterMs: number | undefined): void {
    if (this.#rate.onThrottled(retryAfterMs)) this.#next = this.#clock.now() + this.#rate.pauseMs;
  }

  onAccepted(): void {
    this.#rate.onAccepted();
  }

  get #intervalMs(): number {
    return toIntervalMs(this.#rate.perSecond);
  }

  #take(): number {
    const slot = Math.max(this.#next, this.#clock.now());
    this.#next = slot + this.#intervalMs;
    return slot;
  }
}
