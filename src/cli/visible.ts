import { stripVTControlCharacters } from "node:util";

/** A text without what a terminal takes as a command; line breaks stay. */
export const visible = (text: string): string => stripVTControlCharacters(text).replace(/(?!\n)\p{Cc}/gu, "");
