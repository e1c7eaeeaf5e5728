type Json = Record<string, unknown>;

/** The path of every value in an input. */
export function pathsIn(value: unknown, at: readonly string[] = []): string[][] {
  if (typeof value !== "object" || value === null) return [[...at]];
  const below = Object.entries(value).flatMap(([key, member]) => pathsIn(member, [...at, key]));
  return at.length === 0 ? below : [[...at], ...below];
}

/** The input with another value at a path; `undefined` removes the key. */
export function change(input: unknown, [key = "", ...rest]: readonly string[], value: unknown): unknown {
  const copy = (Array.isArray(input) ? [...input] : { ...(input as Json) }) as Json;
  if (rest.length > 0) copy[key] = change(copy[key], rest, value);
  else if (value === undefined) delete copy[key];
  else copy[key] = value;
  return copy;
}

/** The value at a path; `undefined` where there is none. */
export const valueAt = (input: unknown, path: readonly string[]): unknown =>
  path.reduce((value, key) => (value as Json)[key], input);
