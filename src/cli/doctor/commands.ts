import type { Command } from "commander";
import { envOption } from "../connection.ts";
import type { Finish } from "../failure.ts";
import type { Terminal } from "../terminal.ts";
import { type DoctorCommandOptions, examine } from "./examine.ts";

/** Adds `wacloud doctor`. */
export function addDoctor(program: Command, terminal: Terminal, finish: Finish): void {
  program
    .command("doctor")
    .description(
      "Find out why nothing arrives or nothing can be sent: token, account, number, webhook. Exits with 1 on an error.",
    )
    .option("--webhook <url>", "also examine your webhook, by test events without a message")
    .option("--send <to>", "also send a template to this number, such as +14155552671")
    .option("--template <name>", "the template to send", "hello_world")
    .option("--language <code>", "its language", "en_US")
    .option("--json", "print JSON")
    .option(...envOption)
    .action(async (options: DoctorCommandOptions) => finish(await examine(options, terminal)));
}
