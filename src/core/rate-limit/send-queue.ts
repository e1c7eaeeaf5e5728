import type { Clock } from "../clock.ts";
import { localPacer, type Pacer } from "./pacer.ts";
import { type RateLimitSettings, SendRate } from "./send-rate.ts";
import { queueFull, type SendScheduler } from "./send-scheduler.ts";

/** A send that is waiting for its departure. */
interface Waiter {
  depart: () => void;
}

/** How far ahead departures are booked: enough to keep the pace, but too little for an aborted send to waste a slot. */
const bookAheadMs = 200;

/** Sends the messages of one phone number in order, evenly spaced, and never more than the limit in any second. */
export class SendQueue implements SendScheduler {
  readonly #limit: number;
  readonly #maxQueue: number;
  readonly #clock: Clock;
  readonly #pacer: Pacer;
  readonly #rate: SendRate;
  readonly #waiting = new Set<Waiter>();
  /** The times of the last `limit` departures, as a ring buffer. */
  readonly #departures: number[] = [];
  #departed = 0;
  /** Departures the pacer has yet to call back for. */
  #booked = 0;
  /** Departures it has called back for that have not happened yet. */
  #due = 0;
  /** Whether the last departure bypassed the pacer. */
  #isUnpaced = false;
  #resumption: ReturnType<typeof setTimeout> | undefined;

  constructor(settings: RateLimitSettings, clock: Clock, pacer = localPacer(settings.messagesPerSecond)) {
    this.#limit = settings.messagesPerSecond;
    this.#maxQueue = settings.maxQueue;
    this.#clock = clock;
    this.#pacer = pacer;
    this.#rate = new SendRate(this.#limit, clock);
  }

  get isIdle(): boolean {
    return this.#waiting.size === 0 && this.#booked === 0 && this.#due === 0;
  }

  waitForTurn(signal: AbortSignal | undefined): Promise<void> {
    if (this.#waiting.size >= this.#maxQueue) return Promise.reject(queueFull(this.#maxQueue));
    if (signal?.aborted) return Promise.reject(signal.reason);
    return this.#canDepartNow(this.#clock.now()) ? this.#departNow() : this.#enqueue(signal);
  }

  onThrottled(retryAfterMs: number | undefined): void {
    if (!this.#rate.onThrottled(retryAfterMs)) return;
    this.#pacer.setPace(this.#rate.perSecond);
    this.#forgetDue();
    this.#book();
  }

  onAccepted(): void {
    if (this.#rate.onAccepted()) this.#pacer.setPace(this.#rate.perSecond);
  }

  /** Whether a send may bypass the pacer, whose timers cost more than everything else in an idle queue. */
  #canDepartNow(now: number): boolean {
    const last = this.#departures[(this.#departed - 1) % this.#limit] ?? Number.NEGATIVE_INFINITY;
    const isSpaced = now - last >= Math.floor(1000 / this.#rate.perSecond);
    return this.isIdle && isSpaced && this.#rate.pauseMs <= 0 && this.#msUntilRoom(now) <= 0;
  }

  async #departNow(): Promise<void> {
    this.#record(this.#clock.now());
    this.#isUnpaced = true;
  }

  #enqueue(signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      const onAbort = () => {
        this.#leave(waiter);
        reject(signal?.reason);
      };
      const waiter: Waiter = {
        depart: () => {
          signal?.removeEventListener("abort", onAbort);
          this.#leave(waiter);
          resolve();
        },
      };
      signal?.addEventListener("abort", onAbort, { once: true });
      this.#waiting.add(waiter);
      this.#book();
    });
  }

  #leave(waiter: Waiter): void {
    this.#waiting.delete(waiter);
    if (this.#waiting.size === 0) this.#forgetDue();
  }

  #book(): void {
    if (this.#waiting.size === 0) return;
    if (this.#isUnpaced) {
      this.#isUnpaced = false;
      this.#pacer.book(() => {}); // spaces the next departure from the one that bypassed the pacer
    }
    const { pauseMs } = this.#rate;
    if (pauseMs > 0) return this.#resumeIn(pauseMs);
    const ahead = Math.max(1, Math.ceil((this.#limit * bookAheadMs) / 1000));
    while (this.#booked + this.#due < Math.min(ahead, this.#waiting.size)) {
      this.#booked += 1;
      this.#pacer.book(() => this.#onDue());
    }
  }

  /** A booked departure is due. During a pause it lapses; otherwise the first send in line takes it. */
  #onDue(): void {
    this.#booked -= 1;
    this.#due = this.#rate.pauseMs > 0 ? 0 : this.#due + 1;
    this.#depart();
  }

  /** Sends what is due, but waits while the past second is already full. */
  #depart(): void {
    while (this.#due > 0) {
      const now = this.#clock.now();
      const waitMs = this.#msUntilRoom(now);
      if (waitMs > 0 && this.#waiting.size > 0) return this.#resumeIn(waitMs);
      this.#due -= 1;
      const [first] = this.#waiting;
      if (first === undefined) continue;
      this.#record(now);
      first.depart();
    }
    this.#book();
  }

  /** How long until the past second has room for another departure; 0 or less if it has room now. */
  #msUntilRoom(now: number): number {
    return (this.#departures[this.#departed % this.#limit] ?? Number.NEGATIVE_INFINITY) + 1000 - now;
  }

  #record(now: number): void {
    this.#departures[this.#departed % this.#limit] = now;
    this.#departed += 1;
  }

  /** Timers may fire slightly early, so `#depart` checks the clock again and waits again if necessary. */
  #resumeIn(milliseconds: number): void {
    this.#resumption ??= setTimeout(() => {
      this.#resumption = undefined;
      this.#depart();
    }, milliseconds);
  }

  #forgetDue(): void {
    this.#due = 0;
    clearTimeout(this.#resumption);
    this.#resumption = undefined;
  }
}
