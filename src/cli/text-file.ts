import { readFileSync } from "node:fs";
import { CommandError } from "./failure.ts";

/**
 * The text of a file that an option names, in the encodings that editors and shells write: with a byte order mark, or,
 * as by `>` in PowerShell, in UTF-16.
 *
 * @throws {@link CommandError} if it cannot be read.
 */
export function readTextFile(file: string, option: string): string {
  try {
    const bytes = readFileSync(file);
    return new TextDecoder(findEncoding(bytes)).decode(bytes); // which drops the mark
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const problem = code === "ENOENT" ? `File not found: ${file}.` : `${file} cannot be read: ${message}.`;
    throw new CommandError(`${problem} Pass an existing file to ${option}.`);
  }
}

function findEncoding(bytes: Uint8Array): string {
  const mark = bytes.subarray(0, 2).join(" ");
  if (mark === "255 254") return "utf-16le";
  return mark === "254 255" ? "utf-16be" : "utf-8";
}
