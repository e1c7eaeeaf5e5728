import { QueueFullError } from "../errors.ts";

/** The sends of one phone number, let go at an even pace. */
export interface Departures {
  /** Whether nobody waits. */
  readonly idle: boolean;
  /**
   * Resolves when it is this send's turn.
   *
   * @throws {@link QueueFullError} when `maxQueue` sends wait already; the signal's reason when it is aborted.
   */
  turn(signal: AbortSignal | undefined): Promise<void>;
  /** Meta said that this number sends too fast. */
  throttled(retryAfterMs: number | undefined): void;
  /** Meta took a message. */
  accepted(): void;
}

export const queueFull = (maxQueue: number): QueueFullError =>
  new QueueFullError(
    `${maxQueue} messages are waiting to be sent already; this one was not sent. Slow down, or raise rateLimit.maxQueue.`,
  );
