import { ApiError } from "../errors.ts";
import { abortable } from "../utils/abortable.ts";
import { requestsEndAlone } from "../utils/runtime.ts";
import type { Clock } from "./clock.ts";
import type { Departures } from "./departures.ts";
import { Lane } from "./lane.ts";
import { Pairs } from "./pairs.ts";
import type { Layer, SendFacts } from "./pipeline.ts";
import { Slots } from "./slots.ts";

/** How fast each phone number sends. */
export interface RateLimitSettings {
  messagesPerSecond: number;
  maxQueue: number;
}

/** What the limit works with. */
export interface RateLimitContext {
  clock: Clock;
  /** The longest a pair is held back, in milliseconds. */
  maxPauseMs: number;
  /**
   * Everything a send waits for that is no matter of its turn: loading the transport, asking for the token. It is
   * done before, or the sends that got their turn meanwhile would all leave together.
   */
  prepare: () => Promise<unknown>;
}

/** Above so many numbers, those that are idle are dropped. */
const keptLanes = 1000;

/**
 * Lets each phone number send at its own even pace, and holds back a number (130429) or a pair of sender and
 * recipient (131056) when Meta says so.
 */
export function rateLimit(
  settings: RateLimitSettings,
  { clock, maxPauseMs, prepare }: RateLimitContext,
): Layer {
  const Line = requestsEndAlone() ? Slots : Lane;
  const lanes = new Map<string, Departures>();
  const pairs = new Pairs(clock);

  return (next) => async (request) => {
    if (request.send === undefined) return next(request);
    const { phoneNumberId } = request.send;
    const lane = laneOf(
      lanes,
      phoneNumberId,
      () => new Line(settings.messagesPerSecond, settings.maxQueue, clock),
    );
    const pair = pairOf(request.send);
    await abortable(prepare(), request.signal);
    await pairs.ready(pair, request.signal);
    await lane.turn(request.signal);
    try {
      const response = await next(request);
      lane.accepted();
      pairs.accepted(pair);
      return response;
    } catch (error) {
      if (error instanceof ApiError && error.code === 130_429) lane.throttled(error.retryAfterMs);
      if (error instanceof ApiError && error.code === 131_056)
        pairs.throttled(pair, error.retryAfterMs, maxPauseMs);
      throw error;
    }
  };
}

const pairOf = ({ phoneNumberId, recipient = "" }: SendFacts): string => `${phoneNumberId} ${recipient}`;

function laneOf(lanes: Map<string, Departures>, key: string, open: () => Departures): Departures {
  const known = lanes.get(key);
  if (known !== undefined) return known;
  if (lanes.size >= keptLanes) {
    for (const [name, lane] of lanes) if (lane.idle) lanes.delete(name);
  }
  const lane = open();
  lanes.set(key, lane);
  return lane;
}
