/** The longest time a timer can wait, in milliseconds, about 24 days: longer ones end at once. */
export const longestDuration = 2 ** 31 - 1;

/** What is wrong with a time in milliseconds, as a continuation of its name; `undefined` if nothing is. */
export function durationProblem(value: unknown, { min = 0 }: { min?: number } = {}): string | undefined {
  const fits = typeof value === "number" && value >= min && value <= longestDuration;
  return fits ? undefined : `must be a number of milliseconds from ${min} to ${longestDuration}`;
}
