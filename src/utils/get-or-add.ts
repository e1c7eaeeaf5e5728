/** The value under a key; the first time, one is created. */
export function getOrAdd<Value>(map: WeakMap<object, Value>, key: object, create: () => Value): Value {
  const known = map.get(key);
  if (known !== undefined) return known;
  const created = create();
  map.set(key, created);
  return created;
}
