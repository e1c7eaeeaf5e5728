import { Command, CommanderError } from "commander";
import { version } from "../core/version.ts";
import { addDoctor } from "./doctor/commands.ts";
import { type ExitCode, exitCodes, explainError, toExitCode } from "./failure.ts";
import { addInit } from "./init/commands.ts";
import { addListen } from "./listen/commands.ts";
import { addMcp } from "./mcp/commands.ts";
import { addSend } from "./send/commands.ts";
import { addSimulator } from "./simulator/commands.ts";
import { addTemplates } from "./templates/commands.ts";
import type { Terminal } from "./terminal.ts";

/**
 * Runs one command line.
 *
 * @param words the arguments after `wacloud`.
 * @returns the exit code of the process. Errors have already been printed to standard error.
 */
export async function run(words: readonly string[], terminal: Terminal): Promise<ExitCode> {
  let exitCode: ExitCode = exitCodes.fine;
  const program = new Command("wacloud")
    .description("WhatsApp Business Cloud API from the command line.")
    .version(version)
    .showSuggestionAfterError()
    .configureOutput({ writeOut: write(terminal.print), writeErr: write(terminal.note) })
    .exitOverride()
    .addHelpText("after", help);
  const finish = (code: ExitCode): void => {
    exitCode = code;
  };
  addInit(program, terminal, finish);
  addListen(program, terminal, finish);
  addSend(program, terminal, finish);
  addMcp(program, terminal, finish);
  addSimulator(program, terminal, finish);
  addTemplates(program, terminal, finish);
  addDoctor(program, terminal, finish);
  try {
    await program.parseAsync(words, { from: "user" });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.fine : exitCodes.misused;
    terminal.note(explainError(error, terminal.noteStyle));
    return toExitCode(error);
  }
}

const write = (print: (text: string) => void) => (text: string) => print(text.replace(/\n$/, ""));

const help = `
Environment variables, also read from .env:
  WHATSAPP_ACCESS_TOKEN          the access token
  WHATSAPP_BUSINESS_ACCOUNT_ID   the WhatsApp Business Account
  WHATSAPP_PHONE_NUMBER_ID       the number that sends, which doctor examines
  WHATSAPP_APP_ID                the Meta app, needed to upload header samples
  WHATSAPP_APP_SECRET            its secret, by which doctor signs test events
  WHATSAPP_WEBHOOK_VERIFY_TOKEN  the verify token, which doctor sends to the webhook
  WHATSAPP_API_BASE_URL          another server, such as the wacloud/testing simulator

Exit codes:
  0  success, no differences
  1  something failed, was blocked, or differs
  2  nothing was attempted: invalid option, missing variable, or a file that cannot be loaded
  3  unclear: a message may or may not have been sent`;
