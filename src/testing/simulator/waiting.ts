import type { Clock } from "../../core/clock.ts";

/** The outcome of some work, or the signal's reason if that comes first: work that never ends holds up nobody. */
export async function orAborted<T>(work: Promise<T> | T, signal: AbortSignal): Promise<T> {
  signal.throwIfAborted();
  let giveUp = () => {};
  const aborted = new Promise<never>((_, reject) => {
    giveUp = () => reject(signal.reason);
  });
  signal.addEventListener("abort", giveUp, { once: true });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener("abort", giveUp);
  }
}

/** Waits on the given clock; says whether it waited to the end. */
export async function pause(clock: Clock, milliseconds: number, signal: AbortSignal): Promise<boolean> {
  try {
    await orAborted(clock.sleep(milliseconds, signal), signal);
    return true;
  } catch {
    return false;
  }
}

/** Lets an answer that is being written leave first. */
export const nextTurn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));
