import { ApiError, isWhatsAppError } from "../errors.ts";
import type { Style } from "./terminal.ts";

/** How a command ends. */
export const exitCodes = {
  /** Done, and nothing is different. */
  fine: 0,
  /** Something failed, was blocked, or differs. */
  failed: 1,
  /** Nothing was tried: a wrong option, a missing variable, a file that cannot be loaded. */
  misused: 2,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** A command cannot go on; the message names the mistake and the remedy. */
export class CommandError extends Error {
  override readonly name = "CommandError";
  readonly exitCode: ExitCode;

  constructor(message: string, exitCode: ExitCode = exitCodes.misused) {
    super(message);
    this.exitCode = exitCode;
  }
}

export function toExitCode(error: unknown): ExitCode {
  if (error instanceof CommandError) return error.exitCode;
  return isNamed(error, "ConfigurationError") ? exitCodes.misused : exitCodes.failed;
}

/** What went wrong, for whoever typed the command: never a stack, never a token. */
export function explainError(error: unknown, style: Style): string {
  const lines = [`${style("red", "Error:")} ${toMessage(error)}`];
  if (isWhatsAppError(error) && error instanceof ApiError) {
    if (error.details !== undefined) lines.push(`       ${error.details}`);
    lines.push(`${style("yellow", "Hint:")}  ${error.hint}`);
    if (error.traceId !== undefined)
      lines.push(style("dim", `Trace id for Meta's support: ${error.traceId}`));
  }
  if (isNamed(error, "ConnectionError")) {
    lines.push(
      `${style("yellow", "Hint:")}  Check the network, and WHATSAPP_API_BASE_URL where it names another server.`,
    );
  }
  return lines.join("\n");
}

const toMessage = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Holds for the classes of another copy of wacloud too, such as the one a project's modules import. */
const isNamed = (error: unknown, name: string): boolean => isWhatsAppError(error) && error.name === name;
