import type * as z from "zod/mini";

/** An object of which nothing is known yet. */
export type Json = Record<string, unknown>;

export const isObject = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);

export const objectOr = (value: unknown): Json => (isObject(value) ? value : {});

/** An id or number as text; `undefined` when it is neither. */
export function textOf(value: unknown): string | undefined {
  if (typeof value === "number") return String(value);
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** Deeper than Meta's payloads go. */
const maximumDepth = 50;

/**
 * The value as its type says, or `undefined`. Where `null` stands for something absent, it is read as absent; that
 * second try costs only those payloads that need it.
 */
export function typed<T>(schema: z.ZodMiniType<T>, value: unknown): T | undefined {
  const first = schema.safeParse(value);
  if (first.success) return first.data;
  const second = schema.safeParse(withoutNulls(value));
  return second.success ? second.data : undefined;
}

function withoutNulls(value: unknown, depth = 0): unknown {
  if (depth > maximumDepth) return value;
  if (Array.isArray(value)) return value.map((element) => withoutNulls(element, depth + 1));
  if (!isObject(value)) return value;
  const members = Object.entries(value).filter(([, member]) => member !== null);
  return Object.fromEntries(members.map(([key, member]) => [key, withoutNulls(member, depth + 1)]));
}

/** A copy without members that are `undefined`: absent keys stay absent. */
export function compact<T extends object>(value: T): T {
  for (const key of Object.keys(value) as (keyof T)[]) if (value[key] === undefined) delete value[key];
  return value;
}
