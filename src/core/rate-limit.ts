import { ApiError } from "../errors.ts";
import { abortable } from "../utils/abortable.ts";
import type { Clock } from "./clock.ts";
import type { ApiRequest, Layer } from "./pipeline.ts";
import type { PairLimit } from "./rate-limit/pair-limit.ts";
import type { SendScheduler, SendSettings } from "./rate-limit/send-scheduler.ts";
import { sharedPace } from "./rate-limit/shared-pace.ts";
import type { Fetch } from "./transport/fetch.ts";

/** How a client paces its sends, and whom it shares the pace with. */
export interface RateLimitContext extends SendSettings {
  clock: Clock;
  baseUrl: string;
  /** The caller's own; `undefined` for the runtime's. */
  fetch: Fetch | undefined;
  /**
   * Whatever else a send waits for: loading the transport, getting the token. This happens before its turn;
   * otherwise all sends that got their turn in the meantime would leave together.
   */
  prepare: (request: ApiRequest) => Promise<unknown>;
}

/**
 * Lets each phone number send at its own even pace, and pauses a number (130429) or a pair of sender and recipient
 * (131056) when Meta throttles it. All clients of the process that reach the same server share the pace.
 */
export const rateLimit =
  (context: RateLimitContext): Layer =>
  (next) => {
    const server = context.baseUrl.replace(/\/+$/, "");
    return async (request) => {
      const { send, signal } = request;
      if (send === undefined) return next(request);
      const shared = sharedPace(context.fetch ?? globalThis.fetch, context.clock);
      const number = `${server} ${send.phoneNumberId}`;
      const turn = {
        scheduler: () => shared.number(number),
        pairs: shared.pairs,
        pair: `${number} ${send.recipient}`,
      };
      await abortable(context.prepare(request), signal);
      await waitForTurn(turn, context, signal);
      try {
        const response = await next(request);
        turn.scheduler().onAccepted();
        turn.pairs.onAccepted(turn.pair);
        return response;
      } catch (error) {
        if (error instanceof ApiError) slowDown(turn, error);
        throw error;
      }
    };
  };

/** What decides when a message may leave: its number's pace, and what was refused to its pair. */
interface Turn {
  /** Asked for each time: an idle one may be dropped, and another takes its place. */
  scheduler: () => SendScheduler;
  pairs: PairLimit;
  pair: string;
}

/** The pair may have been paused while the message waited for its number's turn. */
async function waitForTurn({ scheduler, pairs, pair }: Turn, settings: SendSettings, signal?: AbortSignal) {
  do {
    await pairs.wait(pair, settings.maxPauseMs, signal);
    await scheduler().waitForTurn(settings, signal);
  } while (pairs.pauseMs(pair) > 0);
}

function slowDown({ scheduler, pairs, pair }: Turn, error: ApiError): void {
  if (error.code === 130_429) scheduler().onThrottled(error);
  if (error.code === 131_056) pairs.onThrottled(pair, error);
}
