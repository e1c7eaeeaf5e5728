import { isObject, type Json } from "../utils/json.ts";

export const objectOr = (value: unknown): Json => (isObject(value) ? value : {});

/** An id or number as text; `undefined` when it is neither. */
export function textOf(value: unknown): string | undefined {
  if (typeof value === "number") return String(value);
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** Beyond this, Unix seconds are later than the year 5000: Messenger's webhooks, for one, count in milliseconds. */
const firstMillisecond = 100_000_000_000;

/** Unix time as a date. */
export function dateOf(time: unknown): Date | undefined {
  const text = textOf(time);
  if (text === undefined) return undefined;
  const amount = Number(text);
  const date = new Date(Math.abs(amount) < firstMillisecond ? amount * 1000 : amount);
  return Number.isNaN(date.getTime()) ? undefined : date;
}

/** Adds what is there: absent keys stay absent. */
export function put<T, Key extends keyof T>(target: T, key: Key, value: T[Key]): void {
  if (value !== undefined) target[key] = value;
}
