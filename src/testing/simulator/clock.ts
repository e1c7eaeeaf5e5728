import type { Clock } from "../../core/clock.ts";
import { abortable } from "../../utils/abortable.ts";

/** In milliseconds. */
export const minute = 60_000;
export const hour = 60 * minute;
export const day = 24 * hour;

/** Unix time in whole seconds, as webhooks and Graph have it. */
export const toSeconds = (milliseconds: number): number => Math.floor(milliseconds / 1000);

/** A clock that can be moved ahead. Sleepers whose time has come wake up. */
export class MovableClock implements Clock {
  readonly random: () => number;
  readonly #base: Clock;
  readonly #sleepers = new Set<{ until: number; wake: () => void }>();
  #ahead = 0;

  constructor(base: Clock) {
    this.#base = base;
    this.random = () => base.random();
  }

  /** Whole milliseconds, as timestamps have them: the base may count fractions. */
  readonly now = (): number => Math.floor(this.#base.now()) + this.#ahead;

  async sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
    const woken = new AbortController();
    const sleeper = { until: this.now() + milliseconds, wake: () => woken.abort() };
    const either = signal === undefined ? woken.signal : AbortSignal.any([signal, woken.signal]);
    this.#sleepers.add(sleeper);
    try {
      await abortable(this.#base.sleep(milliseconds, either), either);
    } catch (error) {
      if (!woken.signal.aborted || signal?.aborted === true) throw error;
    } finally {
      this.#sleepers.delete(sleeper);
    }
  }

  /** How far it has been moved ahead, in milliseconds. */
  get ahead(): number {
    return this.#ahead;
  }

  advance(milliseconds: number): void {
    this.#ahead += Math.round(milliseconds);
    for (const { until, wake } of this.#sleepers) if (until <= this.now()) wake();
  }
}

/** Waits on the given clock; `false` if the signal cut the wait short. */
export async function waitFor(clock: Clock, milliseconds: number, signal: AbortSignal): Promise<boolean> {
  try {
    await abortable(clock.sleep(milliseconds, signal), signal);
    return true;
  } catch {
    return false;
  }
}

/** The runtime's own: this wait is none of the time that a test stops with fake timers. */
const { setTimeout } = globalThis;

/** Lets a response that is being written leave first. */
export const nextTurn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));
