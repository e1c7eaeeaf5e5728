import type { Command } from "commander";
import { envOption } from "../connection.ts";
import type { Finish } from "../failure.ts";
import type { Terminal } from "../terminal.ts";
import { type SendCommandOptions, send } from "./send.ts";

/** Adds `wacloud send`. */
export function addSend(program: Command, terminal: Terminal, finish: Finish): void {
  program
    .command("send")
    .description("Send a text, a template or a file to a customer.")
    .argument("<to>", "the customer's number with + and country code, or their business-scoped ID")
    .argument("[text]", "the text")
    .option("--template <name>", "send this template instead, which is allowed at any time")
    .option("--language <code>", "the template's language, such as en_US")
    .option(
      "--param <value>",
      "a value of the template's body; repeat it. name=Ana for a named one",
      append,
      [],
    )
    .option("--image <file>", "send an image: a file, or the https URL of one. With --template: its header")
    .option("--video <file>", "send a video. With --template: its header")
    .option("--audio <file>", "send an audio file")
    .option("--document <file>", "send a document. With --template: its header")
    .option("--sticker <file>", "send a sticker")
    .option("--caption <text>", "text below an image, a video or a document")
    .option("--filename <name>", "the name that a document is shown with")
    .option("--reply-to <id>", "the ID of the message to quote")
    .option("--preview-url", "show a preview of the first link in the text")
    .option("--dry-run", "print the requests instead of making them")
    .option("--json", "print JSON")
    .option(...envOption)
    .addHelpText("after", help)
    .action(async (to: string, text: string | undefined, options: SendCommandOptions) =>
      finish(await send({ ...options, to, text }, terminal)),
    );
}

const append = (value: string, values: readonly string[]): string[] => [...values, value];

const help = `
Sends from WHATSAPP_PHONE_NUMBER_ID, with WHATSAPP_ACCESS_TOKEN.

Exit codes:
  0  WhatsApp accepted the message
  1  it was refused, or WhatsApp was not reached: nothing was sent
  2  it cannot be sent as given: nothing was attempted
  3  unclear: it may have been sent`;
