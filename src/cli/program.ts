import { Command, CommanderError } from "commander";
import { version } from "../core/version.ts";
import { type ExitCode, exitCodes, explainError, toExitCode } from "./failure.ts";
import { addTemplates } from "./templates/commands.ts";
import type { Terminal } from "./terminal.ts";

/**
 * Runs one command line.
 *
 * @param words what was typed behind `wacloud`.
 * @returns what the process is to exit with; whatever went wrong has been said on standard error.
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
  addTemplates(program, terminal, (code) => {
    exitCode = code;
  });
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
Variables, in the environment or in .env:
  WHATSAPP_ACCESS_TOKEN          the access token
  WHATSAPP_BUSINESS_ACCOUNT_ID   the WhatsApp Business Account
  WHATSAPP_APP_ID                the Meta app: to upload sample files for headers
  WHATSAPP_API_BASE_URL          another server, such as the simulator of wacloud/testing

Exit codes:
  0  done, and nothing is different
  1  something failed, was blocked, or differs
  2  nothing was tried: a wrong option, a missing variable, a file that cannot be loaded`;
