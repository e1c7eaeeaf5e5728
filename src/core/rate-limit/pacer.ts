import Bottleneck from "bottleneck/light.js";
import { toIntervalMs } from "./send-rate.ts";

/** Spaces departures evenly. */
export interface Pacer {
  /** Calls back when the next departure is due. */
  book(depart: () => void): void;
  /** Sets the pace, in departures per second, for departures booked from now on. */
  setPace(perSecond: number): void;
}

/**
 * bottleneck passes every job through a lock that yields with `setTimeout(0)`, which costs 5 ms a job and tops out at
 * 420 jobs a second. Yielding to the microtask queue instead keeps the order and removes both limits.
 */
class FastBottleneck extends Bottleneck {
  constructor(options: { minTime: number }) {
    super(options);
    this._store.yieldLoop = () => Promise.resolve();
  }
}

export function localPacer(perSecond: number): Pacer {
  const limiter = new FastBottleneck({ minTime: toIntervalMs(perSecond) });
  return {
    book: (depart) => void limiter.schedule(async () => depart()),
    setPace: (pace) => void limiter.updateSettings({ minTime: toIntervalMs(pace) }),
  };
}
