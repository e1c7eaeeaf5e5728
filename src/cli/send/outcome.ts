import { AmbiguousSendError, isWhatsAppError, PhoneNumberError, ValidationError } from "../../errors.ts";
import type { SentMessage } from "../../types/messages/outgoing.ts";
import { CommandError, type ExitCode, exitCodes, explainError } from "../failure.ts";
import type { Terminal } from "../terminal.ts";
import { toJsonText } from "../words.ts";

/** Prints what WhatsApp accepted, and what that means. */
export function printSent(
  { id, message_status, contact }: SentMessage,
  { print, note, style, noteStyle }: Terminal,
  isJson: boolean | undefined,
): void {
  if (isJson) return print(toJsonText({ id, message_status, contact }));
  print(`${style("green", "Accepted:")} ${id}`);
  const held = "WhatsApp holds it back until it has judged the template's quality.";
  const accepted =
    "WhatsApp took the message. Whether it is delivered comes as a status webhook: wacloud listen";
  note(noteStyle("dim", message_status?.startsWith("held") ? held : accepted));
}

/** Says why a message was not sent, and whether that is certain. */
export function explainFailure(error: unknown, { note, noteStyle }: Terminal): ExitCode {
  if (error instanceof CommandError) throw error;
  note(explainError(inTheTerminal(error), noteStyle));
  if (error instanceof PhoneNumberError && error.suggestion !== undefined)
    note(`${noteStyle("yellow", "Hint:")}  Did you mean ${error.suggestion}?`);
  if (isUnclear(error)) {
    note(`${noteStyle("yellow", "Unclear:")} it may have been sent. ${findRemedy(error)}`);
    return exitCodes.unclear;
  }
  note("Nothing was sent.");
  return error instanceof ValidationError ? exitCodes.misused : exitCodes.failed;
}

/** The library's message names options of its own, which a command has not. */
const inTheTerminal = (error: unknown): unknown =>
  error instanceof PhoneNumberError && error.reason === "missing-country-code"
    ? new CommandError("The phone number has no country code: start it with + and the country code.")
    : error;

/** An error that is not wacloud's proves nothing. */
const isUnclear = (error: unknown): boolean => error instanceof AmbiguousSendError || !isWhatsAppError(error);

function findRemedy(error: unknown): string {
  const tag = error instanceof AmbiguousSendError ? error.correlationTag : undefined;
  const sign =
    tag === undefined ? "a status webhook" : `a status webhook whose biz_opaque_callback_data is ${tag}`;
  return `Do not send it again before you know: ${sign} says that it was (wacloud listen shows them).`;
}
