import type { Command } from "commander";
import type { Finish } from "../failure.ts";
import type { Terminal } from "../terminal.ts";
import { type SimulatorCommandOptions, simulate } from "./simulate.ts";

/** Adds `wacloud simulator`. */
export function addSimulator(program: Command, terminal: Terminal, finish: Finish): void {
  program
    .command("simulator")
    .description("Run a local Cloud API, and chat with your bot as its customer in the browser.")
    .argument("[command...]", "also start your app, with the variables it needs: -- node app.js")
    .option("--port <number>", "port to listen on", "4004")
    .option("--webhook <url>", "your app's webhook, such as http://127.0.0.1:3000/webhook")
    .option("--flow-endpoint <url>", "the endpoint of your Flows, instead of the one that each Flow names")
    .option("--seed <file>", "JSON file with customers, templates, numbers and more to begin with")
    .option("--state <file>", "keep everything in this file across restarts")
    .option("--open", "open the chat page in the browser")
    .action(async (command: string[], options: SimulatorCommandOptions) =>
      finish(await simulate(command, options, terminal)),
    );
}
