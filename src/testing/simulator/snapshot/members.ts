/** What an object holds, as a list of its own: keys and values in turn where it has both. */
export function toMembers(value: object): unknown[] {
  if (Array.isArray(value)) return value.slice();
  if (value instanceof Set) return [...value];
  if (value instanceof Map) return [...value].flat();
  if (value instanceof Date) return [value.getTime()];
  return isPlain(value) ? Object.entries(value).flat() : [];
}

/** Bytes are replaced, never changed; what a test passed in is as it was posted. */
function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype;
}

/**
 * How many members an object has now; `undefined` if those that it had are no longer the first ones. This is asked of
 * every object with every call, so it makes no lists.
 */
export function countMembers(value: object, before: readonly unknown[]): number | undefined {
  if (Array.isArray(value)) return countList(value, before);
  if (value instanceof Map) return countMap(value, before);
  if (value instanceof Set) return countSet(value, before);
  return isPlain(value)
    ? countPlain(value as Record<string, unknown>, before)
    : countList(toMembers(value), before);
}

function countList(list: readonly unknown[], before: readonly unknown[]): number | undefined {
  if (list.length < before.length) return undefined;
  for (let index = 0; index < before.length; index += 1)
    if (!Object.is(before[index], list[index])) return undefined;
  return list.length;
}

function countSet(set: ReadonlySet<unknown>, before: readonly unknown[]): number | undefined {
  let index = 0;
  for (const member of set) {
    if (index === before.length) break;
    if (!Object.is(before[index], member)) return undefined;
    index += 1;
  }
  return index < before.length ? undefined : set.size;
}

function countMap(map: ReadonlyMap<unknown, unknown>, before: readonly unknown[]): number | undefined {
  let index = 0;
  for (const [key, value] of map) {
    if (index === before.length) break;
    if (!Object.is(before[index], key) || !Object.is(before[index + 1], value)) return undefined;
    index += 2;
  }
  return index < before.length ? undefined : 2 * map.size;
}

function countPlain(
  value: Readonly<Record<string, unknown>>,
  before: readonly unknown[],
): number | undefined {
  let index = 0;
  for (const key in value) {
    const isKnown = index < before.length;
    if (isKnown && (before[index] !== key || !Object.is(before[index + 1], value[key]))) return undefined;
    index += 2;
  }
  return index < before.length ? undefined : index;
}
