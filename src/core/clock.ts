import { longestDuration } from "../utils/duration.ts";
import { onAbort } from "../utils/on-abort.ts";

/** The time and randomness the library uses; tests pass their own. */
export interface Clock {
  /** Milliseconds since the Unix epoch. Must never run backwards: all waiting goes by it. */
  now(): number;
  /** Resolves after this many milliseconds; rejects with the signal's reason as soon as it is aborted. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
  /** A number between 0 and 1, for jitter. */
  random(): number;
}

/**
 * The time of day at the first call, moved on by a clock that nobody sets: a correction of the system's time neither
 * stops a wait nor ends it.
 *
 * @param gapMs how much time is taken to have passed when that clock starts again, as with the fake timers of a test.
 */
export function steadyTime(gapMs = 0): () => number {
  let begin: number | undefined;
  let latest = Number.NEGATIVE_INFINITY;
  return () => {
    begin ??= Date.now() - performance.now();
    const passed = performance.now();
    if (begin + passed < latest) begin = latest - passed + gapMs;
    latest = Math.max(latest, begin + passed);
    return latest;
  };
}

export const systemClock: Clock = {
  now: steadyTime(2000), // however slow the pace, the first send after that leaves at once
  sleep,
  random: () => Math.random(),
};

function sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason);
    const timer = setTimeout(
      () => {
        stop();
        resolve();
      },
      Math.min(milliseconds, longestDuration),
    );
    const stop = onAbort(signal, () => {
      clearTimeout(timer);
      reject(signal?.reason);
    });
  });
}
