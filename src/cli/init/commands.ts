import { type Command, Option } from "commander";
import type { Finish } from "../failure.ts";
import type { Terminal } from "../terminal.ts";
import { frameworkNames } from "./frameworks.ts";
import { type InitOptions, init } from "./init.ts";

/** Adds `wacloud init`. */
export function addInit(program: Command, terminal: Terminal, finish: Finish): void {
  program
    .command("init")
    .description("Write a small bot with tests, which runs on the simulator.")
    .argument("[directory]", "a new or empty directory (default: asks, or this one with --yes)")
    .addOption(new Option("--framework <name>", "what the bot runs on").choices(frameworkNames))
    .option("-y, --yes", "do not ask: use this directory and Express unless you say otherwise")
    .action(async (directory: string | undefined, options: InitOptions) =>
      finish(await init(directory, options, terminal)),
    );
}
