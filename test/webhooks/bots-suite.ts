import { afterEach, beforeAll, beforeEach, test, vi } from "vitest";
import { World, warmUp } from "./bots.ts";

/** A bot for each seed: see `World`. */
export function describeBots(firstSeed: number, count: number): void {
  beforeAll(() => warmUp());

  beforeEach(() => {
    vi.useFakeTimers({
      toFake: ["setTimeout", "clearTimeout", "setInterval", "clearInterval", "Date", "performance"],
    });
  });

  afterEach(() => {
    vi.useRealTimers();
  });

  test.each(Array.from({ length: count }, (_, index) => firstSeed + index))(
    "bot of seed %i",
    async (seed) => {
      const world = new World(seed);
      await world.run();
      await world.check();
    },
  );
}
