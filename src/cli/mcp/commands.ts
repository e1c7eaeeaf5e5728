import type { Command } from "commander";
import { envOption } from "../connection.ts";
import type { Finish } from "../failure.ts";
import type { Terminal } from "../terminal.ts";
import type { McpCommandOptions } from "./serve.ts";

/** Adds `wacloud mcp`. */
export function addMcp(program: Command, terminal: Terminal, finish: Finish): void {
  program
    .command("mcp")
    .description(
      "Serve WhatsApp tools to an assistant, over the Model Context Protocol on standard input and output.",
    )
    .option(
      "--webhook-port <number>",
      "receive webhooks on this port, so that the assistant sees what arrives",
    )
    .option("--allow <people...>", "the only numbers (+14155552671) and user ids that may be written to")
    .option("--templates-only", "refuse everything but templates")
    .option("--daily-budget <number>", "messages per day (UTC), while this process lives")
    .option(
      "--confirm",
      "have a person confirm each message; without a program that can ask, nothing is sent",
    )
    .option("--dry-run", "check every message and send none")
    .option(...envOption)
    .addHelpText("after", help)
    .action(async (options: McpCommandOptions) => {
      const { serveAssistant } = await import("./serve.ts");
      finish(await serveAssistant(options, terminal));
    });
}

const help = `
Needs WHATSAPP_ACCESS_TOKEN and WHATSAPP_PHONE_NUMBER_ID; for templates WHATSAPP_BUSINESS_ACCOUNT_ID; for --webhook-port
WHATSAPP_APP_SECRET and WHATSAPP_WEBHOOK_VERIFY_TOKEN. How to add it to an assistant: docs/assistants.md.`;
