import type { ApiError } from "../../errors.ts";
import type { Clock } from "../clock.ts";
import { SendRate } from "./send-rate.ts";
import { queueFull, type SendScheduler, type SendSettings } from "./send-scheduler.ts";

/**
 * Schedules the sends of one phone number where requests end alone (`runtime.ts`). A queue would get stuck there
 * behind a send whose request has ended, so no send waits for another: each takes the next free slot by the clock and
 * waits for it on its own. A request that ends early wastes its slot, and nothing else.
 */
export class SendSlots implements SendScheduler {
  readonly #clock: Clock;
  readonly #rate: SendRate;
  /** When the next free slot starts. */
  #next = Number.NEGATIVE_INFINITY;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#rate = new SendRate(clock);
  }

  get isIdle(): boolean {
    return this.#next <= this.#clock.now() && this.#rate.isFull;
  }

  async waitForTurn(settings: SendSettings, signal: AbortSignal | undefined): Promise<void> {
    signal?.throwIfAborted();
    this.#refuseIfPaused(settings);
    this.#rate.limitTo(settings.messagesPerSecond);
    const waiting = (this.#next - this.#clock.now()) / this.#rate.intervalMs;
    if (waiting > settings.maxQueue) throw queueFull(settings.maxQueue);
    do {
      const waitMs = this.#take() - this.#clock.now();
      if (waitMs > 0) await this.#clock.sleep(waitMs, signal);
      this.#refuseIfPaused(settings);
    } while (this.#rate.pauseMs > 0); // slots within a pause lapse
  }

  onThrottled(error: ApiError): void {
    if (this.#rate.onThrottled(error)) this.#next = this.#clock.now() + this.#rate.pauseMs;
  }

  onAccepted(): void {
    this.#rate.onAccepted();
  }

  #refuseIfPaused({ maxPauseMs }: SendSettings): void {
    const refusal = this.#rate.refusal(maxPauseMs);
    if (refusal !== undefined) throw refusal;
  }

  #take(): number {
    const slot = Math.max(this.#next, this.#clock.now());
    this.#next = slot + this.#rate.intervalMs;
    return slot;
  }
}
