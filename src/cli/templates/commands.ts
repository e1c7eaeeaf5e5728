import type { Command } from "commander";
import { type ConnectionOptions, connect, envOption } from "../connection.ts";
import type { Finish } from "../failure.ts";
import { type Terminal, warnOn } from "../terminal.ts";
import { type DiffOptions, diff } from "./diff.ts";
import { type LintOptions, lint } from "./lint.ts";
import { type ListOptions, list } from "./list.ts";
import { type PullOptions, pull } from "./pull.ts";
import { type PushOptions, push } from "./push.ts";
import { type ShowOptions, show } from "./show.ts";

/** Adds `wacloud templates …`. */
export function addTemplates(program: Command, terminal: Terminal, finish: Finish): void {
  const connected = (options: ConnectionOptions) => connect(options, warnOn(terminal));
  const templates = program
    .command("templates")
    .description("Keep the message templates in your account and your code in sync.");

  withConnection(templates.command("list"))
    .description("List the account's templates.")
    .option("--name <part>", "only templates whose name contains this")
    .option("--status <status...>", "only these statuses: APPROVED, REJECTED, PAUSED, …")
    .option("--category <category...>", "only these categories: AUTHENTICATION, MARKETING, UTILITY")
    .option("--language <code...>", "only these languages: en_US, pt_BR, …")
    .action(async (options: ListOptions & ConnectionOptions) =>
      finish(await list(connected(options).client, options, terminal)),
    );

  withConnection(templates.command("show"))
    .description("Preview a template as a customer sees it, with its sample values.")
    .argument("<name>", "the template's name")
    .option("--language <code>", "only this language (default: all languages)")
    .option("--local <path>", "preview the definitions in this folder or file instead of the account's")
    .action(async (name: string, options: ShowOptions & ConnectionOptions) =>
      finish(await show(() => connected(options).client, name, options, terminal)),
    );

  withConnection(templates.command("pull"))
    .description("Write the account's templates as modules, one per name, plus an index.")
    .argument("[names...]", "only these templates (default: all)")
    .option("--out <folder>", "output folder", "templates")
    .option("--js", "write JavaScript instead of TypeScript")
    .option("--no-media", "do not download header samples")
    .option("--force", "overwrite files that were edited or written by hand")
    .action(async (names: string[], options: PullOptions & ConnectionOptions) =>
      finish(await pull(connected(options).client, names, options, terminal)),
    );

  withConnection(templates.command("diff"))
    .description("Show how the account differs from the modules. Exits with 1 if it does.")
    .argument("[paths...]", where)
    .option("--delete", "also report templates that no module defines")
    .action(async (paths: string[], options: DiffOptions & ConnectionOptions) =>
      finish(await diff(connected(options).client, withDefaultFolder(paths), options, terminal)),
    );

  withConnection(templates.command("push"))
    .description(
      "Create and edit templates in the account to match the modules. Shows the plan and asks first.",
    )
    .argument("[paths...]", where)
    .option("-y, --yes", "apply the plan without asking")
    .option("--delete", "delete templates that no module defines; Meta locks their names for 30 days")
    .option("--wait", "wait when the account reaches its limit of 100 new templates per hour")
    .action(async (paths: string[], options: PushOptions & ConnectionOptions) =>
      finish(await push(connected(options), withDefaultFolder(paths), options, terminal)),
    );

  templates
    .command("lint")
    .description("Check template definitions against Meta's rules, without contacting the account.")
    .argument("[paths...]", where)
    .option("--json", json)
    .action(async (paths: string[], options: LintOptions) =>
      finish(await lint(withDefaultFolder(paths), options, terminal)),
    );
}

const where = "folders or files that define templates (default: templates)";
const json = "print JSON";

const withDefaultFolder = (paths: readonly string[]): readonly string[] =>
  paths.length === 0 ? ["templates"] : paths;

/** Adds the options of every command that contacts the account. */
const withConnection = (command: Command): Command => command.option("--json", json).option(...envOption);
