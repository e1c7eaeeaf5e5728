/** One of Meta's words as it is compared: in capitals, since Meta takes either case; nothing where it is no text. */
export const capitals = (word: unknown): string => (typeof word === "string" ? word.toUpperCase() : "");
