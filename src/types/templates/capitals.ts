/** A word of Meta's in capitals, for comparison, because Meta accepts either case. Empty if it is not a string. */
export const capitals = (word: unknown): string => (typeof word === "string" ? word.toUpperCase() : "");
