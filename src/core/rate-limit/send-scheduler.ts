import { QueueFullError } from "../../errors.ts";

/** Decides when the next message of one phone number may be sent. */
export interface SendScheduler {
  /** Whether no send is waiting; an idle scheduler may be dropped. */
  readonly isIdle: boolean;
  /**
   * Resolves when it is this send's turn.
   *
   * @throws {@link QueueFullError} if `maxQueue` sends are already waiting; the signal's reason if it is aborted.
   */
  waitForTurn(signal: AbortSignal | undefined): Promise<void>;
  /** Meta answered that this number sends too fast. */
  onThrottled(retryAfterMs: number | undefined): void;
  /** Meta accepted a message. */
  onAccepted(): void;
}

/** Makes the scheduler of one phone number. */
export type CreateScheduler = (phoneNumberId: string) => SendScheduler;

export const queueFull = (maxQueue: number): QueueFullError =>
  new QueueFullError(
    `The send queue is full: ${maxQueue} messages are already waiting, so this one was not sent. Slow down, or raise \`rateLimit.maxQueue\`.`,
  );
