import { stripVTControlCharacters } from "node:util";

/** `1 error`, `2 errors`. */
export const pluralize = (number: number, noun: string): string =>
  `${number} ${noun}${number === 1 ? "" : "s"}`;

/** Removes escape sequences, control characters and bidirectional overrides. Keeps line breaks; a tab becomes a space. */
export const stripControls = (text: string): string =>
  stripVTControlCharacters(text)
    .replaceAll("\t", " ")
    .replace(/(?!\n)[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu, "");
