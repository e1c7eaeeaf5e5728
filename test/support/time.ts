import { vi } from "vitest";
import "./loaded.ts";

/**
 * Stops time: from here to `vi.useRealTimers()` it passes only by {@link pass}, or as Vitest offers. Input and output
 * go on.
 */
export const stopTime = () =>
  vi.useFakeTimers({
    toFake: ["setTimeout", "clearTimeout", "setInterval", "clearInterval", "Date", "performance"],
  });

/** Lets time pass in one step: everything due within it happens at its end, as when timers fire late. */
export async function pass(milliseconds: number): Promise<void> {
  const clocks = [Date, performance].map((clock) =>
    vi.spyOn(clock, "now").mockReturnValue(clock.now() + milliseconds),
  );
  vi.advanceTimersByTime(milliseconds);
  for (const clock of clocks) clock.mockRestore();
  await turn();
}

/** Waits until the condition holds, without letting time pass. */
export async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await turn();
}

const turn = () => new Promise((resolve) => setImmediate(resolve));
