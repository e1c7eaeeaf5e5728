import { ApiError, isWhatsAppError } from "../errors.ts";
import type { Style } from "./terminal.ts";
import { stripControls } from "./words.ts";

/** How a command ends. */
export const exitCodes = {
  /** Done; nothing differs. */
  fine: 0,
  /** Something failed, was blocked, or differs. */
  failed: 1,
  /** Nothing was attempted: an invalid option, a missing variable, or a file that cannot be loaded. */
  misused: 2,
  /** A message may or may not have been sent. */
  unclear: 3,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** Receives a command's exit code. */
export type Finish = (exitCode: ExitCode) => void;

/** Stops a command. The message says what is wrong and how to fix it. */
export class CommandError extends Error {
  override readonly name = "CommandError";
  readonly exitCode: ExitCode;

  constructor(message: string, exitCode: ExitCode = exitCodes.misused) {
    super(message);
    this.exitCode = exitCode;
  }
}

/** Calls what refuses options before it does anything. */
export async function checkingOptions<T>(call: () => T | Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    if (isNamed(error, "ValidationError")) throw new CommandError(toMessage(error));
    throw error;
  }
}

export function toExitCode(error: unknown): ExitCode {
  if (error instanceof CommandError) return error.exitCode;
  return isNamed(error, "ConfigurationError") ? exitCodes.misused : exitCodes.failed;
}

/** Describes an error to the user. Never includes a stack trace or a token. */
export function explainError(error: unknown, style: Style): string {
  const lines = [`${style("red", "Error:")} ${stripControls(toMessage(error))}`];
  if (isWhatsAppError(error) && error instanceof ApiError) {
    lines.push(`${style("yellow", "Hint:")}  ${error.hint}`);
    if (error.traceId !== undefined)
      lines.push(style("dim", `Trace ID for Meta support: ${stripControls(error.traceId)}`));
  }
  if (isNamed(error, "ConnectionError")) {
    lines.push(
      `${style("yellow", "Hint:")}  Check your network connection and, if set, WHATSAPP_API_BASE_URL.`,
    );
  }
  return lines.join("\n");
}

const toMessage = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Also matches classes from another copy of wacloud, such as the one a project's modules import. */
const isNamed = (error: unknown, name: string): boolean => isWhatsAppError(error) && error.name === name;
