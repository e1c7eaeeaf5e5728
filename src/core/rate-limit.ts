import { ApiError } from "../errors.ts";
import { abortable } from "../utils/abortable.ts";
import type { Clock } from "./clock.ts";
import type { Layer, SendFacts } from "./pipeline.ts";
import { PairLimit } from "./rate-limit/pair-limit.ts";
import type { CreateScheduler, SendScheduler } from "./rate-limit/send-scheduler.ts";

/** The client's part of the rate limit's settings. */
export interface RateLimitContext {
  clock: Clock;
  /** The longest pause for a pair, in milliseconds. */
  maxPauseMs: number;
  /**
   * Whatever else a send waits for: loading the transport, getting the token. This happens before its turn;
   * otherwise all sends that got their turn in the meantime would leave together.
   */
  prepare: () => Promise<unknown>;
}

/** Beyond this many numbers, idle schedulers are dropped. */
const maxSchedulers = 1000;

/**
 * Lets each phone number send at its own even pace, and pauses a number (130429) or a pair of sender and recipient
 * (131056) when Meta throttles it.
 */
export function rateLimit(
  createScheduler: CreateScheduler,
  { clock, maxPauseMs, prepare }: RateLimitContext,
): Layer {
  const schedulers = new Map<string, SendScheduler>();
  const pairs = new PairLimit(clock, maxPauseMs);

  return (next) => async (request) => {
    if (request.send === undefined) return next(request);
    const scheduler = getScheduler(schedulers, request.send.phoneNumberId, createScheduler);
    const pair = toPair(request.send);
    await abortable(prepare(), request.signal);
    await pairs.wait(pair, request.signal);
    await scheduler.waitForTurn(request.signal);
    try {
      const response = await next(request);
      scheduler.onAccepted();
      pairs.onAccepted(pair);
      return response;
    } catch (error) {
      if (error instanceof ApiError && error.code === 130_429) scheduler.onThrottled(error.retryAfterMs);
      if (error instanceof ApiError && error.code === 131_056) pairs.onThrottled(pair, error.retryAfterMs);
      throw error;
    }
  };
}

const toPair = ({ phoneNumberId, recipient = "" }: SendFacts): string => `${phoneNumberId} ${recipient}`;

function getScheduler(
  schedulers: Map<string, SendScheduler>,
  phoneNumberId: string,
  createScheduler: CreateScheduler,
): SendScheduler {
  const known = schedulers.get(phoneNumberId);
  if (known !== undefined) return known;
  if (schedulers.size >= maxSchedulers) dropIdle(schedulers);
  const scheduler = createScheduler(phoneNumberId);
  schedulers.set(phoneNumberId, scheduler);
  return scheduler;
}

function dropIdle(schedulers: Map<string, SendScheduler>): void {
  for (const [phoneNumberId, { isIdle }] of schedulers) if (isIdle) schedulers.delete(phoneNumberId);
}
