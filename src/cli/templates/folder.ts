import { existsSync, readdirSync, readFileSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { isUntouched, marked, markOf, saysTheSame } from "./mark.ts";

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
  const generated = marked(text);
  const present = existsSync(path) ? await readFile(path, "utf8") : undefined;
  const fate = fateOf(present, generated, force);
  const isStale = fate === "unchanged" && present !== undefined && markOf(present) !== markOf(generated);
  if (fate === "created" || fate === "updated") {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, generated);
  } else if (isStale && markOf(present) !== undefined) {
    await writeFile(path, present.replace(/^.*\n/, generated.slice(0, generated.indexOf("\n") + 1)));
  }
  return { path, fate };
}

function fateOf(present: string | undefined, generated: string, force: boolean): Fate {
  if (present === undefined) return "created";
  if (saysTheSame(present, generated)) return "unchanged";
  if (force || isUntouched(present)) return "updated";
  return markOf(present) === markOf(generated) ? "ahead" : "kept";
}

/** Whether a file may define templates; an index hands on what other modules define. */
export const isModule = (name: string): boolean =>
  /\.(ts|mts|js|mjs)$/.test(name) && !/^\.|\.(test|spec|d)\.|^index\./.test(name);

/** Modules in a folder, without those below it. */
export const moduleFiles = (folder: string): string[] =>
  existsSync(folder) ? readdirSync(folder).filter(isModule).sort() : [];

/** Modules that an earlier pull wrote, that nobody has edited, and that this one did not write. */
export const leftOver = (folder: string, written: readonly WrittenFile[]): string[] =>
  moduleFiles(folder)
    .map((name) => join(folder, name))
    .filter((path) => written.every((one) => one.path !== path))
    .filter((path) => isUntouched(readFileSync(path, "utf8")));
