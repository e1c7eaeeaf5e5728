import { ApiError, QueueFullError } from "../../errors.ts";

/** How fast each phone number sends. */
export interface RateLimitSettings {
  messagesPerSecond: number;
  maxQueue: number;
}

/** What a client wants of the pace that it shares with others. */
export interface SendSettings extends RateLimitSettings {
  /** The longest pause that its sends wait for, in milliseconds. */
  maxPauseMs: number;
}

/** Decides when the next message of one phone number may be sent, whichever client sends it. */
export interface SendScheduler {
  /** Whether a new scheduler would do the same: then it may be dropped. */
  readonly isIdle: boolean;
  /**
   * Resolves when it is this send's turn.
   *
   * @throws {@link QueueFullError} if `maxQueue` sends are already waiting; the signal's reason if it is aborted; the
   * {@link ApiError} that began a pause which lasts longer than `maxPauseMs`.
   */
  waitForTurn(settings: SendSettings, signal: AbortSignal | undefined): Promise<void>;
  /** Meta answered that this number sends too fast. */
  onThrottled(error: ApiError): void;
  /** Meta accepted a message. */
  onAccepted(): void;
}

export const queueFull = (maxQueue: number): QueueFullError =>
  new QueueFullError(
    `The send queue is full: ${maxQueue} messages are already waiting, so this one was not sent. Slow down, or raise \`rateLimit.maxQueue\`.`,
  );

/** The error of a message that is not sent because Meta asked for a longer pause than its client waits for. */
export function heldBack(error: ApiError, pauseMs: number): ApiError {
  const retryAfterMs = Math.ceil(pauseMs);
  const why = `Not sent: the pause that WhatsApp asked for lasts another ${Math.ceil(pauseMs / 1000)} s, longer than \`retry.maxDelayMs\``;
  return new ApiError({ ...error, message: `${why}. ${error.message}`, body: error.body, retryAfterMs });
}
