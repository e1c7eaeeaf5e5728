import type { Clock } from "./clock.ts";
import { type Departures, queueFull } from "./departures.ts";
import { Pace } from "./pace.ts";
import { localPacer, type Pacer } from "./pacer.ts";

/** A send that waits for its departure. */
interface Waiter {
  depart: () => void;
}

/** How far ahead departures are booked: enough to keep the pace, little enough that a given-up send costs no slot. */
const bookAheadMs = 200;

/** The departures of one phone number: in order, evenly spaced, never more than its limit in any second. */
export class Lane implements Departures {
  readonly #limit: number;
  readonly #maxQueue: number;
  readonly #clock: Clock;
  readonly #pacer: Pacer;
  readonly #pace: Pace;
  readonly #waiting = new Set<Waiter>();
  /** When the last `limit` departures took place, as a ring. */
  readonly #departures: number[] = [];
  #departed = 0;
  /** Departures that the pacer will call back for. */
  #booked = 0;
  /** Departures that it has called back for and that have not taken place. */
  #due = 0;
  /** Whether the last departure took place without the pacer. */
  #untold = false;
  #resume: ReturnType<typeof setTimeout> | undefined;

  constructor(limit: number, maxQueue: number, clock: Clock, pacer: Pacer = localPacer(limit)) {
    this.#limit = limit;
    this.#maxQueue = maxQueue;
    this.#clock = clock;
    this.#pacer = pacer;
    this.#pace = new Pace(limit, clock);
  }

  get idle(): boolean {
    return this.#waiting.size === 0 && this.#booked === 0 && this.#due === 0;
  }

  turn(signal: AbortSignal | undefined): Promise<void> {
    if (this.#waiting.size >= this.#maxQueue) return Promise.reject(queueFull(this.#maxQueue));
    if (signal?.aborted) return Promise.reject(signal.reason);
    if (this.#isFree(this.#clock.now())) return this.#departAtOnce();
    return new Promise((resolve, reject) => {
      const leave = () => {
        signal?.removeEventListener("abort", giveUp);
        this.#waiting.delete(waiter);
        if (this.#waiting.size > 0) return;
        this.#due = 0;
        this.#disarm();
      };
      const waiter: Waiter = {
        depart: () => {
          leave();
          resolve();
        },
      };
      const giveUp = () => {
        leave();
        reject(signal?.reason);
      };
      signal?.addEventListener("abort", giveUp, { once: true });
      this.#waiting.add(waiter);
      this.#book();
    });
  }

  throttled(retryAfterMs: number | undefined): void {
    if (!this.#pace.throttled(retryAfterMs)) return;
    this.#pacer.setPace(this.#pace.perSecond);
    this.#due = 0;
    this.#disarm();
    this.#book();
  }

  accepted(): void {
    if (this.#pace.accepted()) this.#pacer.setPace(this.#pace.perSecond);
  }

  /** Whether a send may go without asking the pacer, whose timers cost more than all the rest of an idle lane. */
  #isFree(now: number): boolean {
    const last = this.#departures[(this.#departed - 1) % this.#limit] ?? Number.NEGATIVE_INFINITY;
    const isSpaced = now - last >= Math.floor(1000 / this.#pace.perSecond);
    return this.idle && isSpaced && this.#pace.heldMs <= 0 && this.#fullMs(now) <= 0;
  }

  async #departAtOnce(): Promise<void> {
    this.#record(this.#clock.now());
    this.#untold = true;
  }

  #book(): void {
    if (this.#waiting.size === 0) return;
    if (this.#untold) {
      this.#untold = false;
      this.#pacer.book(() => {}); // what comes next is spaced from here
    }
    const { heldMs } = this.#pace;
    const ahead = Math.max(1, Math.ceil((this.#limit * bookAheadMs) / 1000));
    if (heldMs > 0) this.#arm(heldMs);
    else
      while (this.#booked + this.#due < Math.min(ahead, this.#waiting.size)) {
        this.#booked += 1;
        this.#pacer.book(() => this.#serve());
      }
  }

  /** A booked departure is due. During a pause it lapses; otherwise the first in line takes it. */
  #serve(): void {
    this.#booked -= 1;
    this.#due = this.#pace.heldMs > 0 ? 0 : this.#due + 1;
    this.#depart();
  }

  /** Lets through who is due, unless the second before is full by the clock: then as soon as it has room. */
  #depart(): void {
    while (this.#due > 0) {
      const now = this.#clock.now();
      const fullMs = this.#fullMs(now);
      if (fullMs > 0 && this.#waiting.size > 0) return this.#arm(fullMs);
      this.#due -= 1;
      const [first] = this.#waiting;
      if (first === undefined) continue;
      this.#record(now);
      first.depart();
    }
    this.#book();
  }

  /** How long the second before is still full, in milliseconds; 0 or less when it has room. */
  #fullMs(now: number): number {
    return (this.#departures[this.#departed % this.#limit] ?? Number.NEGATIVE_INFINITY) + 1000 - now;
  }

  #record(now: number): void {
    this.#departures[this.#departed % this.#limit] = now;
    this.#departed += 1;
  }

  /** Timers may fire a moment early by the clock: whoever goes on looks at the clock again, and arms again if need be. */
  #arm(milliseconds: number): void {
    this.#resume ??= setTimeout(() => {
      this.#resume = undefined;
      this.#depart();
    }, milliseconds);
  }

  #disarm(): void {
    clearTimeout(this.#resume);
    this.#resume = undefined;
  }
}
