import Bottleneck from "bottleneck/light.js";

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

/** Timers run late now and then, and what was late departs in a bunch: stay a little under the limit. */
const headroom = 0.99;

export function localPacer(perSecond: number): Pacer {
  const limiter = new UnhurriedBottleneck({ minTime: 1000 / (perSecond * headroom) });
  return {
    book: (depart) => void limiter.schedule(async () => depart()),
    setPace: (pace) => void limiter.updateSettings({ minTime: 1000 / (pace * headroom) }),
  };
}
