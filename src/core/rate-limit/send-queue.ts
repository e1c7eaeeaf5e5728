import type { ApiError } from "../../errors.ts";
import { onAbort } from "../../utils/on-abort.ts";
import type { Clock } from "../clock.ts";
import { SendRate } from "./send-rate.ts";
import { queueFull, type SendScheduler, type SendSettings } from "./send-scheduler.ts";

/** A send that is waiting for its departure. */
interface Waiter {
  settings: SendSettings;
  depart: () => void;
  refuse: (error: unknown) => void;
}

/** What wakes the queue. */
interface Alarm {
  at: number;
  timer: ReturnType<typeof setTimeout>;
}

/** Timers run late: departures that were due within this time are made up for. */
const catchUpMs = 200;

/** Sends the messages of one phone number in order, evenly spaced, and never more than the limit in any second. */
export class SendQueue implements SendScheduler {
  readonly #clock: Clock;
  readonly #rate: SendRate;
  readonly #waiting = new Set<Waiter>();
  /** When the messages of the past second left, oldest first. */
  readonly #departures: number[] = [];
  /** When the next departure is due by the even pace. */
  #next = Number.NEGATIVE_INFINITY;
  #alarm: Alarm | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#rate = new SendRate(clock);
  }

  get isIdle(): boolean {
    const isRested = (this.#departures.at(-1) ?? Number.NEGATIVE_INFINITY) + 1000 <= this.#clock.now();
    return this.#waiting.size === 0 && isRested && this.#rate.isFull;
  }

  async waitForTurn(settings: SendSettings, signal: AbortSignal | undefined): Promise<void> {
    signal?.throwIfAborted();
    const refusal = this.#rate.refusal(settings.maxPauseMs);
    if (refusal !== undefined) throw refusal;
    this.#rate.limitTo(settings.messagesPerSecond);
    if (this.#waiting.size === 0 && this.#waitMs() <= 0) return this.#record(0);
    if (this.#waiting.size >= settings.maxQueue) throw queueFull(settings.maxQueue);
    return this.#enqueue(settings, signal);
  }

  onThrottled(error: ApiError): void {
    if (!this.#rate.onThrottled(error)) return;
    this.#next = this.#clock.now() + this.#rate.pauseMs;
    for (const { settings, refuse } of this.#waiting) {
      const refusal = this.#rate.refusal(settings.maxPauseMs);
      if (refusal !== undefined) refuse(refusal);
    }
  }

  onAccepted(): void {
    this.#rate.onAccepted();
  }

  #enqueue(settings: SendSettings, signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      const leave = () => {
        stop();
        this.#waiting.delete(waiter);
        if (this.#waiting.size === 0) this.#unsetAlarm();
      };
      const refuse = (error: unknown) => {
        leave();
        reject(error);
      };
      const depart = () => {
        leave();
        resolve();
      };
      const waiter: Waiter = { settings, depart, refuse };
      const stop = onAbort(signal, () => refuse(signal?.reason));
      this.#waiting.add(waiter);
      this.#setAlarm();
    });
  }

  /** Sends what is due. */
  #wake(): void {
    this.#alarm = undefined;
    for (const { settings, depart } of this.#waiting) {
      if (this.#waitMs() > 0) break;
      this.#rate.limitTo(settings.messagesPerSecond);
      this.#record(catchUpMs);
      depart();
    }
    if (this.#waiting.size > 0) this.#setAlarm();
  }

  /** How long until the next departure, in milliseconds; 0 or less if it may leave now. */
  #waitMs(): number {
    const { limit } = this.#rate;
    const now = this.#clock.now();
    const blocking = this.#departures[this.#departures.length - limit] ?? Number.NEGATIVE_INFINITY;
    return Math.max(this.#next, blocking + 1000) - now;
  }

  #record(lateMs: number): void {
    const now = this.#clock.now();
    while ((this.#departures[0] ?? now) + 1000 <= now) this.#departures.shift();
    this.#departures.push(now);
    this.#next = Math.max(this.#next, now - lateMs) + this.#rate.intervalMs;
  }

  /**
   * Wakes the queue for the next departure. Timers may fire slightly early, so `#wake` asks the clock again. An alarm
   * that is overdue is replaced: it may never ring, because a test took its fake timers away.
   */
  #setAlarm(): void {
    const now = this.#clock.now();
    if (this.#alarm !== undefined && now <= this.#alarm.at) return;
    const waitMs = Math.max(1, this.#waitMs());
    const alarm: Alarm = {
      at: now + waitMs,
      timer: setTimeout(() => {
        if (this.#alarm === alarm) this.#wake();
      }, waitMs),
    };
    this.#alarm = alarm;
  }

  #unsetAlarm(): void {
    clearTimeout(this.#alarm?.timer);
    this.#alarm = undefined;
  }
}
