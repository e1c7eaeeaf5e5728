import type * as fs from "node:fs";
import { ConfigurationError } from "../../../errors.ts";

/** Files that simulators of this process keep. */
const own = new Set<string>();

/**
 * Keeps other simulators from a file. What a process that was killed left behind does not.
 *
 * @throws `ConfigurationError` if another simulator keeps the file.
 */
export function lock({ readFileSync, rmSync, writeFileSync }: typeof fs, path: string): () => void {
  const file = `${path}.lock`;
  const owner = own.has(file) ? process.pid : findOwner(() => Number(readFileSync(file, "utf8")));
  if (owner !== undefined) throw inUse(owner, file);
  rmSync(file, { force: true });
  writeFileSync(file, `${process.pid}\n`, { flag: "wx" });
  own.add(file);
  return () => {
    own.delete(file);
    rmSync(file, { force: true });
  };
}

/** The process that holds a lock, if it still runs. This process holds those it knows of. */
function findOwner(read: () => number): number | undefined {
  try {
    const id = read();
    return Number.isInteger(id) && id > 0 && id !== process.pid && isRunning(id) ? id : undefined;
  } catch {
    return undefined; // there is no lock
  }
}

function isRunning(id: number): boolean {
  try {
    return process.kill(id, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM"; // another user's
  }
}

function inUse(owner: number, file: string): ConfigurationError {
  const who = owner === process.pid ? "this process" : `process ${owner}`;
  const message = `The state file is in use by another simulator of ${who}. Close that one, or name another file. If there is none, delete ${file}.`;
  return new ConfigurationError(message, [{ path: "stateFile", message }]);
}
