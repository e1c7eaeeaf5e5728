/** An object of which nothing is known yet. */
export type Json = Record<string, unknown>;

/** Whether it is an object with keys of its own: no list, and not `null`. */
export const isObject = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);
