import type { Json } from "./json.ts";

/** Work still to do: text to append, or a value to serialize. */
type Pending = { text: string } | { value: unknown };

/**
 * JSON with sorted keys: equal content gives equal text, however it was serialized. It uses a stack of its own, because
 * a hostile payload may be nested deeper than the call stack allows.
 */
export function canonicalJson(root: unknown): string {
  let written = "";
  const pending: Pending[] = [{ value: root }];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if ("text" in next) written += next.text;
    else if (typeof next.value !== "object" || next.value === null) written += scalar(next.value);
    else pushMembers(next.value, pending);
  }
  return written;
}

/** Pushes in reverse order: the first member is popped first. */
function pushMembers(value: object, pending: Pending[]): void {
  const isList = Array.isArray(value);
  const keys = isList ? [...value.keys()] : listKeys(value);
  pending.push({ text: isList ? "]" : "}" });
  for (let index = keys.length - 1; index >= 0; index -= 1) {
    const key = keys[index] ?? 0;
    pending.push({ value: (value as Json)[key] });
    pending.push({ text: `${index > 0 ? "," : ""}${isList ? "" : `${JSON.stringify(key)}:`}` });
  }
  pending.push({ text: isList ? "[" : "{" });
}

/** As JSON does, it leaves out members that are `undefined`. */
const listKeys = (value: object): string[] =>
  Object.entries(value)
    .flatMap(([key, member]) => (member === undefined ? [] : [key]))
    .sort();

/** Integers beyond 2^53 are strings if the body was read as text, and numbers if it was parsed earlier. */
function scalar(value: unknown): string {
  const isLong = typeof value === "number" && Number.isInteger(value) && !Number.isSafeInteger(value);
  return isLong || typeof value === "bigint" ? `"${value}"` : (JSON.stringify(value) ?? "null");
}
