/**
 * Puts an entry at the end of a map, and drops the one that was put there longest ago if there are more than `max`.
 * Returns the value.
 */
export function keepRecent<Key, Value>(kept: Map<Key, Value>, key: Key, value: Value, max: number): Value {
  kept.delete(key);
  kept.set(key, value);
  if (kept.size > max) kept.delete(kept.keys().next().value as Key);
  return value;
}
