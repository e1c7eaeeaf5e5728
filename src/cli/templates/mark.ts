import { createHash } from "node:crypto";

const line = /^\/\/ Pulled from WhatsApp by `wacloud templates pull` \(([0-9a-f]{12})\)\r?\n/;

/** The text with a first line that tells a later pull whether somebody has edited it since. */
export const marked = (text: string): string =>
  `// Pulled from WhatsApp by \`wacloud templates pull\` (${digestOf(text)})\n${text}`;

/** What the first line says of the text a pull wrote; nothing where no pull wrote it. */
export const markOf = (text: string): string | undefined => line.exec(text)?.[1];

/** Whether a pull wrote it and nobody has edited it since; a formatter is no editor. */
export const isUntouched = (text: string): boolean => markOf(text) === digestOf(text);

/** Whether two files say the same, however they are laid out and marked. */
export const saysTheSame = (one: string, other: string): boolean => digestOf(one) === digestOf(other);

const digestOf = (text: string): string =>
  createHash("sha256")
    .update(essence(text.replace(line, "")))
    .digest("hex")
    .slice(0, 12);

const token = /"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|[\s,;()]+/g;

/** What formatters leave alone: no blanks, commas or parentheses outside of texts, and one kind of quotes. */
const essence = (text: string): string =>
  text.replaceAll("\r\n", "\n").replace(token, (piece) => {
    if (!/^["']/.test(piece)) return "";
    return JSON.stringify(piece.slice(1, -1).replace(/\\(["'])/g, "$1"));
  });
