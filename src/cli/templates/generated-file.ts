import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { listModules } from "./modules.ts";

/** What became of a file. */
export type Fate =
  /** It is new. */
  | "created"
  /** It was as an earlier pull left it, and the account has changed. */
  | "updated"
  | "unchanged"
  /** It has been edited, and the account has not changed since: the file is newer. */
  | "ahead"
  /** It says something else than the account, and not because of an earlier pull alone. It stays as it is. */
  | "kept";

export interface WrittenFile {
  path: string;
  fate: Fate;
}

/** Writes what was generated, but over nothing that somebody else has written. */
export async function writeGenerated(path: string, text: string, force: boolean): Promise<WrittenFile> {
  const generated = addMark(text);
  const present = existsSync(path) ? await readFile(path, "utf8") : undefined;
  const fate = decideFate(present, generated, force);
  const isStale = fate === "unchanged" && present !== undefined && findMark(present) !== findMark(generated);
  if (fate === "created" || fate === "updated") {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, generated);
  } else if (isStale && findMark(present) !== undefined) {
    await writeFile(path, present.replace(/^.*\n/, generated.slice(0, generated.indexOf("\n") + 1)));
  }
  return { path, fate };
}

function decideFate(present: string | undefined, generated: string, force: boolean): Fate {
  if (present === undefined) return "created";
  if (isEquivalent(present, generated)) return "unchanged";
  if (force || isUntouched(present)) return "updated";
  return findMark(present) === findMark(generated) ? "ahead" : "kept";
}

/** Modules that an earlier pull wrote, that nobody has edited, and that this one did not write. */
export const findLeftOver = (folder: string, written: readonly WrittenFile[]): string[] =>
  listModules(folder)
    .map((name) => join(folder, name))
    .filter((path) => written.every((one) => one.path !== path))
    .filter((path) => isUntouched(readFileSync(path, "utf8")));

const line = /^\/\/ Pulled from WhatsApp by `wacloud templates pull` \(([0-9a-f]{12})\)\r?\n/;

/** The text with a first line that tells a later pull whether somebody has edited it since. */
export const addMark = (text: string): string =>
  `// Pulled from WhatsApp by \`wacloud templates pull\` (${contentHash(text)})\n${text}`;

/** What the first line says of the text a pull wrote; nothing where no pull wrote it. */
const findMark = (text: string): string | undefined => line.exec(text)?.[1];

/** Whether a pull wrote it and nobody has edited it since; a formatter is no editor. */
export const isUntouched = (text: string): boolean => findMark(text) === contentHash(text);

/** Whether two files say the same, however they are laid out and marked. */
const isEquivalent = (one: string, other: string): boolean => contentHash(one) === contentHash(other);

const contentHash = (text: string): string => shortHash(normalize(text.replace(line, "")));

const shortHash = (text: string): string => createHash("sha256").update(text).digest("hex").slice(0, 12);

const token = /"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|[\s,;()]+/g;

/** What formatters leave alone: no blanks, commas or parentheses outside of texts, and one kind of quotes. */
const normalize = (text: string): string =>
  text.replaceAll("\r\n", "\n").replace(token, (piece) => {
    if (!/^["']/.test(piece)) return "";
    return JSON.stringify(
      piece.slice(1, -1).replace(/\\(.)/g, (pair, c: string) => (/["']/.test(c) ? c : pair)),
    );
  });

/**
 * What the files of a template are called, without their ending: as the template, but that a template's name may be
 * longer than a file's, that `index` is taken, and that some names are devices on Windows.
 */
export function toFileStem(name: string): string {
  if (/^(index|con|prn|aux|nul|com\d|lpt\d)$/.test(name)) return `${name}-template`;
  return name.length <= maxStemLength ? name : `${name.slice(0, maxStemLength)}-${shortHash(name)}`;
}

/** Characters; the language and the ending still have room in the 255 of a file system. */
const maxStemLength = 180;
