import * as z from "zod/mini";
import { once } from "../once.ts";

/** An object of which nothing is known yet. */
export type Json = Record<string, unknown>;

export const isObject = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Deeper than Meta's payloads go. */
const maximumDepth = 50;

/**
 * The value as its type says, or `undefined`. Where `null` stands for something absent it is read as absent; that
 * second try costs only the payloads that need it.
 */
export function typed<T>(schema: z.ZodMiniType<T>, value: unknown): T | undefined {
  const first = schema.safeParse(value);
  if (first.success) return first.data;
  const second = schema.safeParse(withoutNulls(value, 0));
  return second.success ? second.data : undefined;
}

function withoutNulls(value: unknown, depth: number): unknown {
  if (depth > maximumDepth) return value;
  if (Array.isArray(value)) return value.map((element) => withoutNulls(element, depth + 1));
  if (!isObject(value)) return value;
  const members = Object.entries(value).filter(([, member]) => member !== null);
  return Object.fromEntries(members.map(([key, member]) => [key, withoutNulls(member, depth + 1)]));
}

/**
 * The schema that a value needs: all keys when it has a rare one, else only the frequent ones. Finding a dozen keys
 * absent would take longer than checking those that are there.
 */
export function sparse<T>(
  full: () => z.ZodMiniType<T> & { shape: Readonly<Record<string, z.ZodMiniType>> },
  frequent: Readonly<Record<string, true>>,
): (value: Json) => z.ZodMiniType<T> {
  const rare = once(() => new Set(Object.keys(full().shape).filter((key) => !Object.hasOwn(frequent, key))));
  const lean = once(() => {
    const members = Object.entries(full().shape).filter(([key]) => Object.hasOwn(frequent, key));
    return z.looseObject(Object.fromEntries(members)) as unknown as z.ZodMiniType<T>;
  });
  return (value) => {
    for (const key in value) if (rare().has(key)) return full();
    return lean();
  };
}
