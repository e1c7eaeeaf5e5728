/**
 * A copy of plain data that no later change to the original reaches. Anything else (class instances, functions) stays
 * as it is.
 */
export function snapshot<T>(value: T, copies = new Map<unknown, unknown>()): T {
  if (!Array.isArray(value) && !isPlain(value)) return value;
  const known = copies.get(value);
  if (known !== undefined) return known as T;
  const copy: unknown = Array.isArray(value) ? [] : {};
  copies.set(value, copy);
  const members = Object.entries(value).map(([key, member]) => [key, snapshot(member, copies)]);
  return Object.assign(copy as object, Object.fromEntries(members)) as T;
}

function isPlain(value: unknown): value is object {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}
