import Bottleneck from "bottleneck/light.js";
import { toIntervalMs } from "./send-rate.ts";

/** Lets departures through at an even pace. */
export interface Pacer {
  /** Calls back when the next departure is due. */
  book(depart: () => void): void;
  /** Sets the pace, in departures per second, for what is booked from now on. */
  setPace(perSecond: number): void;
}

/**
 * bottleneck passes every job through a lock that yields with `setTimeout(0)`, which costs 5 ms and tops out at
 * 420 jobs a second; yielding to the microtask queue keeps its order and takes both limits away.
 */
class UnhurriedBottleneck extends Bottleneck {
  constructor(options: { minTime: number }) {
    super(options);
    this._store.yieldLoop = () => Promise.resolve();
  }
}

export function localPacer(perSecond: number): Pacer {
  const limiter = new UnhurriedBottleneck({ minTime: toIntervalMs(perSecond) });
  return {
    book: (depart) => void limiter.schedule(async () => depart()),
    setPace: (pace) => void limiter.updateSettings({ minTime: toIntervalMs(pace) }),
  };
}
