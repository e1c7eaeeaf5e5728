import type * as fs from "node:fs";
import { ConfigurationError, isWhatsAppError } from "../../../errors.ts";
import type { Json } from "../../../utils/json.ts";
import { nodeModule } from "../../../utils/runtime.ts";
import { applyChanges, type Journal } from "./journal.ts";
import { lock } from "./lock.ts";

/** Changes may take this much more room than what they change, in characters. Then the whole file is written again. */
const spareRoom = 2 ** 20;

/**
 * A file with a line for everything, and a line for each time that something has changed since. The first line is
 * written under another name first, so it is always whole. If the last one is torn, nobody was told of it.
 */
export class StateFile {
  readonly #path: string;
  readonly #journal: Journal;
  readonly #fs: typeof fs;
  /** The write in progress, or the last one. */
  #last: Promise<void> = Promise.resolve();
  /** The write that has not begun: everybody who waits shares it. */
  #next: Promise<void> | undefined;
  /** Lets other simulators have the file; `undefined` while this one does not. */
  #unlock: (() => void) | undefined;
  /** How many characters of changes still fit; 0 if what is in the file is unknown. */
  #room = 0;

  constructor(path: string, journal: Journal) {
    this.#fs = nodeFs();
    this.#path = followLinks(this.#fs, path);
    this.#journal = journal;
  }

  /** Keeps other simulators from the file. @returns what was written last; `undefined` if nothing was. */
  read(): unknown {
    this.#unlock = attempt("written", () => lock(this.#fs, this.#path));
    try {
      const text = attempt("read", () => this.#fs.readFileSync(this.#path, "utf8"));
      return parseLines(text);
    } catch (error) {
      if (hasCode(error, "ENOENT")) return undefined;
      throw error;
    }
  }

  /** Writes right away, so that a wrong path is known at once. */
  begin(): void {
    const line = this.#takeWhole();
    attempt("written", () => {
      this.#fs.writeFileSync(this.#temporary, line);
      this.#fs.renameSync(this.#temporary, this.#path);
    });
    this.#room = line.length + spareRoom;
  }

  /** Resolves when the file has everything there is now. */
  save(): Promise<void> {
    if (this.#next !== undefined) return this.#next;
    const next = this.#last.catch(() => undefined).then(() => this.#write());
    this.#next = next;
    this.#last = next;
    return next;
  }

  /** Lets other simulators have the file, once what is being written is in it. Saving takes it back. */
  async release(): Promise<void> {
    await this.#last.catch(() => undefined);
    this.unlock();
  }

  unlock(): void {
    this.#unlock?.();
    this.#unlock = undefined;
    this.#room = 0;
  }

  async #write(): Promise<void> {
    this.#next = undefined;
    this.#unlock ??= lock(this.#fs, this.#path);
    const room = this.#room;
    this.#room = 0; // until it is written
    const changes = room > 0 ? this.#journal.takeChanges() : undefined;
    const line = changes === undefined ? undefined : toLine(changes);
    const fits = line !== undefined && line.length < room && (await this.#append(line));
    this.#room = fits ? room - line.length : await this.#replace();
  }

  /** @returns whether there was a file. */
  async #append(line: string): Promise<boolean> {
    const { O_APPEND, O_WRONLY } = this.#fs.constants;
    try {
      await this.#fs.promises.appendFile(this.#path, line, { flag: O_APPEND | O_WRONLY });
      return true;
    } catch (error) {
      if (hasCode(error, "ENOENT")) return false;
      throw error;
    }
  }

  /** @returns the room for changes. */
  async #replace(): Promise<number> {
    const line = this.#takeWhole();
    const file = await this.#fs.promises.open(this.#temporary, "w");
    try {
      await file.writeFile(line);
      await file.sync();
    } finally {
      await file.close();
    }
    await this.#fs.promises.rename(this.#temporary, this.#path);
    return line.length + spareRoom;
  }

  #takeWhole(): string {
    return toLine(this.#journal.takeWhole());
  }

  get #temporary(): string {
    return `${this.#path}.tmp`;
  }
}

const toLine = (value: Json): string => `${JSON.stringify(value)}\n`;

/** The first line with the changes of the others. */
function parseLines(text: string): unknown {
  const lines = text.trimEnd().split("\n");
  try {
    const [whole, ...changes] = lines.map((line, index) =>
      parseLine(line, index > 0 && index === lines.length - 1),
    );
    return changes.length === 0 ? whole : applyChanges(whole as Json, changes);
  } catch (error) {
    throw unreadable(error instanceof SyntaxError ? "It is not JSON." : "It is damaged.");
  }
}

/** The process was killed while it wrote a line that is torn. */
function parseLine(line: string, mayBeTorn: boolean): unknown {
  try {
    return JSON.parse(line);
  } catch (error) {
    if (mayBeTorn) return {};
    throw error;
  }
}

/** Says what cannot be done with the file. */
function attempt<T>(deed: "read" | "written", act: () => T): T {
  try {
    return act();
  } catch (error) {
    if (isWhatsAppError(error) || (hasCode(error, "ENOENT") && deed === "read")) throw error;
    if (deed === "read") throw unreadable(describe(error));
    throw mistake(`The state file cannot be written. ${describe(error)}`);
  }
}

/** What is wrong with the file, and what to do about it. */
export const unreadable = (problem: string): ConfigurationError =>
  mistake(`The state file cannot be read. ${problem} To start over, delete the file or name another one.`);

const mistake = (message: string): ConfigurationError =>
  new ConfigurationError(message, [{ path: "stateFile", message }]);

const describe = (error: unknown): string => (error instanceof Error ? `${error.message}.` : "");

const hasCode = (error: unknown, code: string): boolean => (error as NodeJS.ErrnoException).code === code;

/** A link stays a link. */
function followLinks({ existsSync, realpathSync }: typeof fs, path: string): string {
  if (path === "") throw mistake("`stateFile` must not be empty.");
  return existsSync(path) ? realpathSync(path) : path;
}

function nodeFs(): typeof fs {
  const found = nodeModule("node:fs");
  if (found !== undefined) return found;
  throw mistake("`stateFile` needs `node:fs`, which this runtime does not have.");
}
