import { styleText } from "node:util";
import { stripControls } from "./words.ts";

/** Text styles: colors and weights, or none at all. */
export type Style = (format: Parameters<typeof styleText>[0], text: string) => string;

/** Where a command prints, and whether it can ask questions. */
export interface Terminal {
  /** Prints results, to standard output. */
  readonly print: (text: string) => void;
  /** Prints results like {@link Terminal.print}; resolves once they are out, and rejects if they cannot be printed. */
  readonly deliver: (text: string) => Promise<void>;
  /** Prints everything else to standard error, so results can be piped. */
  readonly note: (text: string) => void;
  /** For {@link Terminal.print}. */
  readonly style: Style;
  /** For {@link Terminal.note}. */
  readonly noteStyle: Style;
  /** Columns of standard output. */
  readonly width: number;
  /** Whether to ask questions and show progress. */
  readonly isInteractive: boolean;
}

type Environment = Record<string, string | undefined>;

/** The terminal of this process. */
export function openTerminal({ stdin, stdout, stderr, env }: NodeJS.Process = process): Terminal {
  stdout.on("error", ignoreBrokenPipe);
  stderr.on("error", ignoreBrokenPipe);
  const write = stdout.write.bind(stdout);
  return {
    print: (text) => write(`${harmless(text)}\n`),
    deliver: (text) =>
      new Promise((done, fail) => {
        write(`${harmless(text)}\n`, (error) => (error ? fail(error) : done()));
      }),
    note: (text) => stderr.write(`${harmless(text)}\n`),
    style: chooseStyle(stdout, env),
    noteStyle: chooseStyle(stderr, env),
    width: stdout.columns || Number(env.COLUMNS) || 80,
    isInteractive: Boolean(stdin.isTTY && stderr.isTTY) && env.TERM !== "dumb",
  };
}

/** Prints warnings. */
export const warnOn =
  ({ note, noteStyle }: Terminal) =>
  (words: string): void =>
    note(`${noteStyle("yellow", "Warning:")} ${words}`);

/**
 * Redirects everything that does not go through an open {@link Terminal} to standard error. A project's modules may
 * print at any time, and standard output must contain only the command's result.
 */
export function divertOutput({ stdout, stderr }: NodeJS.Process = process): void {
  stdout.write = stderr.write.bind(stderr) as typeof stdout.write;
}

/** As {@link styleText} writes them. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: styles begin with one
const styles = /(\x1b\[\d{1,2}m)/;

/** What a server says may be part of any text: only styles reach the terminal, and nothing that steers it. */
const harmless = (text: string): string =>
  text
    .split(styles)
    .map((part, index) => (index % 2 === 1 ? part : stripControls(part)))
    .join("");

/** A closed pipe (`| head`) is not an error. */
function ignoreBrokenPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== "EPIPE") throw error;
}

/** `NO_COLOR` and `FORCE_COLOR` decide; otherwise whether the stream is a terminal that shows colors. */
function chooseStyle(stream: NodeJS.WriteStream, env: Environment): Style {
  return usesColors(stream, env)
    ? (format, text) => styleText(format, text, { validateStream: false })
    : (_, text) => text;
}

function usesColors({ isTTY }: NodeJS.WriteStream, { NO_COLOR, FORCE_COLOR, TERM }: Environment): boolean {
  if (NO_COLOR) return false;
  if (FORCE_COLOR !== undefined) return FORCE_COLOR !== "0" && FORCE_COLOR !== "false";
  return isTTY && TERM !== "dumb";
}
