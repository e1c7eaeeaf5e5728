import { getOrAdd } from "../../utils/get-or-add.ts";
import { requestsEndAlone } from "../../utils/runtime.ts";
import { type Clock, systemClock } from "../clock.ts";
import { PairLimit } from "./pair-limit.ts";
import { SendQueue } from "./send-queue.ts";
import type { SendScheduler } from "./send-scheduler.ts";
import { SendSlots } from "./send-slots.ts";

/** Beyond this many numbers, idle schedulers are dropped. */
const maxNumbers = 1000;

/** What all clients with the same `fetch` share: when each of their numbers, and each pair, may send. */
export class SharedPace {
  readonly pairs: PairLimit;
  readonly #clock: Clock;
  readonly #numbers = new Map<string, SendScheduler>();

  constructor(clock: Clock) {
    this.#clock = clock;
    this.pairs = new PairLimit(clock);
  }

  /** The scheduler of a number, named with the server that is asked to send. */
  number(name: string): SendScheduler {
    const known = this.#numbers.get(name);
    if (known !== undefined) return known;
    if (this.#numbers.size >= maxNumbers) this.#dropIdle();
    const scheduler = requestsEndAlone() ? new SendSlots(this.#clock) : new SendQueue(this.#clock);
    this.#numbers.set(name, scheduler);
    return scheduler;
  }

  #dropIdle(): void {
    for (const [name, { isIdle }] of this.#numbers) if (isIdle) this.#numbers.delete(name);
  }
}

type Paces = WeakMap<object, WeakMap<object, SharedPace>>;

/** Where every copy of the package in the process finds them. A change to what they hold needs another number. */
const place = Symbol.for("wacloud.paces:1");

/** The pace of all clients of this process that reach Meta by this `fetch` and go by this clock. */
export function sharedPace(fetch: object, clock: Clock): SharedPace {
  const home: typeof globalThis & { [place]?: Paces } = globalThis;
  home[place] ??= new WeakMap();
  const byClock = getOrAdd(home[place], fetch, () => new WeakMap<object, SharedPace>());
  const time = clock === systemClock ? globalThis : clock; // each copy has its own object for the system's clock
  return getOrAdd(byClock, time, () => new SharedPace(clock));
}
