/** By name, then by language. */
export const byName = (
  one: { name: string; language: string },
  other: { name: string; language: string },
): number => compare(one.name, other.name) || compare(one.language, other.language);

/** By code point, which is the same on every machine. */
const compare = (one: string, other: string): number => Number(one > other) - Number(one < other);
