import type { Command } from "commander";
import { envOption } from "../connection.ts";
import type { Finish } from "../failure.ts";
import type { Terminal } from "../terminal.ts";
import type { ListenOptions } from "./listen.ts";

/** Adds `wacloud listen`. */
export function addListen(program: Command, terminal: Terminal, finish: Finish): void {
  program
    .command("listen")
    .description("Print what arrives at your webhook, verified and parsed.")
    .option("--port <number>", "port to listen on", "3000")
    .option("--tunnel", "make the port reachable for Meta, with cloudflared")
    .option("--forward <url>", "pass each verified request on, unchanged, and answer as that app does")
    .option("--json", "print each event as JSON, one per line")
    .option(...envOption)
    .addHelpText("after", help)
    .action(async (options: ListenOptions) => {
      const { listen } = await import("./listen.ts");
      finish(await listen(options, terminal));
    });
}

const help = `
Verifies signatures with WHATSAPP_APP_SECRET. The verify token is WHATSAPP_WEBHOOK_VERIFY_TOKEN, or a new one each time.`;
