import { afterEach, beforeEach, test, vi } from "vitest";
import { stopTime } from "../support/time.ts";
import { World } from "./bots.ts";

/** A bot for each seed: see `World`. */
export function describeBots(firstSeed: number, count: number): void {
  beforeEach(() => {
    stopTime();
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
