import fc from "fast-check";
import { afterEach, beforeEach, test, vi } from "vitest";
import { Model } from "./model.ts";

/** Walks through the model by random schedules; a failure prints its seed, its schedule and every move. */
export function describeModel(numRuns: number, timeout: number): void {
  beforeEach(() => {
    vi.useFakeTimers({
      toFake: ["setTimeout", "clearTimeout", "setInterval", "clearInterval", "Date", "performance"],
    });
  });

  afterEach(() => {
    vi.useRealTimers();
  });

  test("no double, no undone done, no false sent, whatever happens in whatever order", {
    timeout,
  }, async () => {
    const schedule = fc.array(fc.nat(9999), { maxLength: 40 });
    const property = fc.asyncProperty(schedule, fc.constantFrom(0, 60), async (numbers, age) => {
      const model = new Model(age);
      try {
        await model.walk(numbers);
        await model.finish();
      } catch (error) {
        throw new Error(`${(error as Error).message}\n${model.trace}`);
      }
    });
    await fc.assert(property, { numRuns });
  });
}
