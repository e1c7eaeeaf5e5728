import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { listModules } from "./modules.ts";

/** The outcome of writing a file. */
export type Fate =
  /** It did not exist. */
  | "created"
  /** It was unedited since an earlier pull, and the account has changed. */
  | "updated"
  | "unchanged"
  /** It was edited and the account has not changed since: the file is newer. */
  | "ahead"
  /** It differs from the account and was edited or written by hand, so it is left alone. */
  | "kept";

export interface WrittenFile {
  path: string;
  fate: Fate;
}

/** Writes a generated file, without overwriting anything written by hand. */
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

/** Unedited modules of an earlier pull that this one did not write. */
export const findLeftOver = (folder: string, written: readonly WrittenFile[]): string[] =>
  listModules(folder)
    .map((name) => join(folder, name))
    .filter((path) => written.every((one) => one.path !== path))
    .filter((path) => isUntouched(readFileSync(path, "utf8")));

const line = /^\/\/ Pulled from WhatsApp by `wacloud templates pull` \(([0-9a-f]{12})\)\r?\n/;

/** Adds a first line from which a later pull can tell whether the text was edited. */
export const addMark = (text: string): string =>
  `// Pulled from WhatsApp by \`wacloud templates pull\` (${contentHash(text)})\n${text}`;

/** The hash in the first line; `undefined` when no pull wrote the text. */
const findMark = (text: string): string | undefined => line.exec(text)?.[1];

/** Whether a pull wrote the text and it has not been edited since. Reformatting does not count as editing. */
export const isUntouched = (text: string): boolean => findMark(text) === contentHash(text);

/** Whether two files have the same content, whatever their layout and mark. */
const isEquivalent = (one: string, other: string): boolean => contentHash(one) === contentHash(other);

const contentHash = (text: string): string => shortHash(normalize(text.replace(line, "")));

const shortHash = (text: string): string => createHash("sha256").update(text).digest("hex").slice(0, 12);

const token = /"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|[\s,;()]+/g;

/** Drops what formatters change: whitespace, commas, semicolons and parentheses outside strings, and the kind of quotes. */
const normalize = (text: string): string =>
  text.replaceAll("\r\n", "\n").replace(token, (piece) => {
    if (!/^["']/.test(piece)) return "";
    return JSON.stringify(
      piece.slice(1, -1).replace(/\\(.)/g, (pair, c: string) => (/["']/.test(c) ? c : pair)),
    );
  });

/**
 * The file name of a template, without its extension: the template's name, except that it may be too long, `index` is
 * taken, and some names are devices on Windows.
 */
export function toFileStem(name: string): string {
  if (/^(index|con|prn|aux|nul|com\d|lpt\d)$/.test(name)) return `${name}-template`;
  return name.length <= maxStemLength ? name : `${name.slice(0, maxStemLength)}-${shortHash(name)}`;
}

/** In characters. Leaves room for language and extension within a file system's 255. */
const maxStemLength = 180;
