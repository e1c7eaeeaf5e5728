import { stripVTControlCharacters } from "node:util";

/** `1 error`, `2 errors`. */
export const pluralize = (number: number, noun: string): string =>
  `${number} ${noun}${number === 1 ? "" : "s"}`;

/** Data as JSON, in which nothing can steer a terminal either. Without an indent: in one line. */
export const toJsonText = (data: unknown, indent = 2): string =>
  JSON.stringify(data, null, indent).replace(/[\u007f-\u009f\u2028-\u202e\u2066-\u2069]/g, toEscape);

/** A character as JSON and JavaScript escape it. */
export const toEscape = (character: string): string =>
  `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;

/** Removes escape sequences, control characters and bidirectional overrides. Keeps line breaks; a tab becomes a space. */
export const stripControls = (text: string): string =>
  stripVTControlCharacters(text)
    .replaceAll("\t", " ")
    .replace(/(?!\n)[\p{Cc}\u2028-\u202e\u2066-\u2069]/gu, "");

/** The same in one line. */
export const toLine = (text: string): string => stripControls(text).replaceAll("\n", " ");

/** Data in whose texts nothing can steer a terminal. */
export const stripControlsIn = <T>(data: T): T =>
  JSON.parse(JSON.stringify(data), (_, value) => (typeof value === "string" ? stripControls(value) : value));
