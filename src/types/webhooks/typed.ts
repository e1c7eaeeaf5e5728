import { isObject } from "../../utils/json.ts";

/** What a schema answers about a value that is not as its type says. */
export const misfit = Symbol("misfit");

/**
 * Hands a value out as its type says, or {@link misfit}. Webhooks are read by plain functions: unlike a message that
 * is checked before it is sent, nobody is told which rule was broken, and so little costs a receiver 4 KB less.
 */
export type Schema<T> = (value: unknown) => T | typeof misfit;

/** Deeper than Meta's payloads go. */
const maximumDepth = 50;

/**
 * The value as its type says, or `undefined`. Where `null` stands for something absent it is read as absent; that
 * second try costs only the payloads that need it.
 */
export function typed<T>(schema: Schema<T>, value: unknown): T | undefined {
  const first = schema(value);
  if (first !== misfit) return first;
  const second = schema(withoutNulls(value, 0));
  return second === misfit ? undefined : second;
}

function withoutNulls(value: unknown, depth: number): unknown {
  if (depth > maximumDepth) return value;
  if (Array.isArray(value)) return value.map((element) => withoutNulls(element, depth + 1));
  if (!isObject(value)) return value;
  const members = Object.entries(value).filter(([, member]) => member !== null);
  return Object.fromEntries(members.map(([key, member]) => [key, withoutNulls(member, depth + 1)]));
}
