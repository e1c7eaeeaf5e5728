import type * as fs from "node:fs";
import { ConfigurationError } from "../../../errors.ts";
import { nodeModule } from "../../../utils/runtime.ts";

/** A file that is always whole: it is written under another name first. */
export class StateFile {
  readonly #path: string;
  readonly #take: () => unknown;
  readonly #fs: typeof fs;
  /** The write in progress, or the last one. */
  #last: Promise<void> = Promise.resolve();
  /** The write that has not begun: everybody who waits shares it. */
  #next: Promise<void> | undefined;

  constructor(path: string, take: () => unknown) {
    this.#path = path;
    this.#take = take;
    this.#fs = nodeFs();
  }

  /** What was written last; `undefined` if nothing was. */
  read(): unknown {
    try {
      return JSON.parse(this.#fs.readFileSync(this.#path, "utf8"));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
      throw unreadable(error instanceof SyntaxError ? "It is not JSON." : describe(error));
    }
  }

  /** Writes right away, so that a wrong path is known at once. */
  begin(): void {
    try {
      this.#fs.writeFileSync(this.#temporary, JSON.stringify(this.#take()));
      this.#fs.renameSync(this.#temporary, this.#path);
    } catch (error) {
      const message = `The state file cannot be written. ${describe(error)}`;
      throw new ConfigurationError(message, [{ path: "stateFile", message }]);
    }
  }

  /** Resolves when the file has everything there is now. */
  save(): Promise<void> {
    if (this.#next !== undefined) return this.#next;
    const next = this.#last.catch(() => undefined).then(() => this.#write());
    this.#next = next;
    this.#last = next;
    return next;
  }

  async #write(): Promise<void> {
    this.#next = undefined;
    const { open, rename } = this.#fs.promises;
    const text = JSON.stringify(this.#take());
    const file = await open(this.#temporary, "w");
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(this.#temporary, this.#path);
  }

  get #temporary(): string {
    return `${this.#path}.tmp`;
  }
}

/** What is wrong with the file, and what to do about it. */
export function unreadable(problem: string): ConfigurationError {
  const message = `The state file cannot be read. ${problem} To begin anew, delete the file or name another one.`;
  return new ConfigurationError(message, [{ path: "stateFile", message }]);
}

const describe = (error: unknown): string => (error instanceof Error ? `${error.message}.` : "");

function nodeFs(): typeof fs {
  const found = nodeModule("node:fs");
  if (found !== undefined) return found;
  const message = "`stateFile` needs `node:fs`, which this runtime does not have.";
  throw new ConfigurationError(message, [{ path: "stateFile", message }]);
}
