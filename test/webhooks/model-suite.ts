import { afterEach, beforeEach, test, vi } from "vitest";
import { fc } from "../support/properties.ts";
import { stopTime } from "../support/time.ts";
import { Model } from "./model.ts";

/**
 * Walks through the model: every way in which a number of things can go wrong, and random schedules. A failure prints
 * every move.
 */
export function describeModel(settings: { deviations: number; numRuns: number; timeout?: number }): void {
  const { deviations, numRuns, timeout } = settings;

  beforeEach(() => {
    stopTime();
  });

  afterEach(() => {
    vi.useRealTimers();
  });

  test.each(ages)(
    `up to ${deviations} things that go wrong, in every way, with an event %i minutes old`,
    { timeout },
    async (age) => {
      const explore = async (chosen: ReadonlyMap<number, number>): Promise<void> => {
        const counts = await examine(age, (model) => model.deviate(chosen));
        if (chosen.size === deviations) return;
        const from = Math.max(-1, ...chosen.keys()) + 1;
        for (const [step, count] of [...counts.entries()].slice(from)) {
          for (let move = 0; move < count; move += 1) await explore(new Map([...chosen, [step, move]]));
        }
      };
      await explore(new Map());
    },
  );

  test("whatever happens in whatever order", { timeout }, async () => {
    const schedule = fc.array(fc.nat(9999), { maxLength: 60 });
    const property = fc.asyncProperty(schedule, fc.constantFrom(...ages), async (numbers, age) => {
      await examine(age, (model) => model.walk(numbers));
    });
    await fc.assert(property, { numRuns });
  });
}

/** What is unclear is given up after a quarter of an hour. */
const ages = [0, 60];

async function examine<T>(age: number, walk: (model: Model) => Promise<T>): Promise<T> {
  const model = new Model(age);
  try {
    const result = await walk(model);
    await model.finish();
    return result;
  } catch (error) {
    throw new Error(`${(error as Error).message}\n${model.trace}`);
  }
}
