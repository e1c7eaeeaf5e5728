/** Microseconds of one call: of processor time, and by the clock. */
export interface Cost {
  cpu: number;
  wall: number;
}

/**
 * What two actions cost, each the best of many rounds: other processes only ever make it worse. Rounds alternate, so
 * that a machine that slows down slows both.
 *
 * @param options.calls calls a round. Short rounds find a quiet moment on a busy machine.
 */
export async function race(
  ours: () => unknown,
  floor: () => unknown,
  options: { calls: number; rounds?: number },
): Promise<{ ours: Cost; floor: Cost }> {
  const { calls, rounds = 25 } = options;
  const results = { ours: worst(), floor: worst() };
  for (let round = 0; round < rounds; round += 1) {
    results.floor = better(results.floor, await measureCost(floor, calls));
    results.ours = better(results.ours, await measureCost(ours, calls));
  }
  return results;
}

const worst = (): Cost => ({ cpu: Number.POSITIVE_INFINITY, wall: Number.POSITIVE_INFINITY });

const better = (one: Cost, other: Cost): Cost => ({
  cpu: Math.min(one.cpu, other.cpu),
  wall: Math.min(one.wall, other.wall),
});

async function measureCost(action: () => unknown, calls: number): Promise<Cost> {
  const started = performance.now();
  const before = process.cpuUsage();
  for (let call = 0; call < calls; call += 1) {
    const result = action();
    if (result instanceof Promise) await result;
  }
  const { user, system } = process.cpuUsage(before);
  return { cpu: (user + system) / calls, wall: ((performance.now() - started) * 1000) / calls };
}

/** The value in the middle. */
export const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
