import type { Command } from "commander";
import { type ConnectionOptions, connect } from "../connection.ts";
import type { ExitCode } from "../failure.ts";
import type { Terminal } from "../terminal.ts";
import { type DiffOptions, diff } from "./diff.ts";
import { type LintOptions, lint } from "./lint.ts";
import { type ListOptions, list } from "./list.ts";
import { type PullOptions, pull } from "./pull.ts";
import { type PushOptions, push } from "./push.ts";
import { type ShowOptions, show } from "./show.ts";

/** How a command hands its exit code back. */
export type Finish = (exitCode: ExitCode) => void;

/** Adds `wacloud templates …`. */
export function addTemplates(program: Command, terminal: Terminal, finish: Finish): void {
  const templates = program
    .command("templates")
    .description("Bring the message templates of an account and of your code together.");

  withConnection(templates.command("list"))
    .description("List the account's templates.")
    .option("--name <part>", "only those whose name holds this")
    .option("--status <status...>", "only those of these states: APPROVED, REJECTED, PAUSED, …")
    .option("--category <category...>", "only those of these categories: AUTHENTICATION, MARKETING, UTILITY")
    .option("--language <code...>", "only those in these languages: en_US, pt_BR, …")
    .action(async (options: ListOptions & ConnectionOptions) =>
      finish(await list(connect(options), options, terminal)),
    );

  withConnection(templates.command("show"))
    .description("Draw a template as a customer would see it, its samples filled in.")
    .argument("<name>", "the template's name")
    .option("--language <code>", "one language only; default: every language of the name")
    .option("--local <path>", "draw what this folder or file defines, without asking the account")
    .action(async (name: string, options: ShowOptions & ConnectionOptions) =>
      finish(await show(() => connect(options), name, options, terminal)),
    );

  withConnection(templates.command("pull"))
    .description("Write the account's templates as modules, one for each name, and an index of them.")
    .argument("[names...]", "only these templates; default: all")
    .option("--out <folder>", "where to", "templates")
    .option("--js", "write JavaScript instead of TypeScript")
    .option("--no-media", "fetch no sample files of headers")
    .option("--force", "overwrite files that were edited or written by hand")
    .action(async (names: string[], options: PullOptions & ConnectionOptions) =>
      finish(await pull(connect(options), names, options, terminal)),
    );

  withConnection(templates.command("diff"))
    .description("Tell in what account and modules differ, by what they mean. Exit code 1 where they do.")
    .argument("[paths...]", where)
    .option("--delete", "templates that no module defines are a difference too")
    .action(async (paths: string[], options: DiffOptions & ConnectionOptions) =>
      finish(await diff(connect(options), withDefaultFolder(paths), options, terminal)),
    );

  withConnection(templates.command("push"))
    .description("Create and edit in the account what the modules define. Shows the plan and asks first.")
    .argument("[paths...]", where)
    .option("-y, --yes", "do not ask")
    .option("--delete", "delete templates that no module defines; their names stay locked for 30 days")
    .option("--wait", "wait where the account has had its 100 new templates within the hour")
    .action(async (paths: string[], options: PushOptions & ConnectionOptions) =>
      finish(await push(connect(options), withDefaultFolder(paths), options, terminal)),
    );

  templates
    .command("lint")
    .description("Check the modules that define templates against Meta's rules, without asking the account.")
    .argument("[paths...]", where)
    .option("--json", json)
    .action(async (paths: string[], options: LintOptions) =>
      finish(await lint(withDefaultFolder(paths), options, terminal)),
    );
}

const where = "folders and files that define templates (default: templates)";
const json = "print data instead of words, for other programs";

const withDefaultFolder = (paths: readonly string[]): readonly string[] =>
  paths.length === 0 ? ["templates"] : paths;

/** What every command takes that asks the account. */
const withConnection = (command: Command): Command =>
  command
    .option("--json", json)
    .option(
      "--env <path>",
      "read variables that are not set from this file (default: .env where there is one)",
    );
