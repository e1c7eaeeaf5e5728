import { existsSync, readdirSync } from "node:fs";
import { basename, relative, resolve } from "node:path";
import { isCancel, select, text } from "@clack/prompts";
import { CommandError, type ExitCode, exitCodes } from "../failure.ts";
import type { Terminal } from "../terminal.ts";
import { type FrameworkName, frameworkNames, frameworks } from "./frameworks.ts";
import { listFiles, writeFiles } from "./project.ts";

/** Options of `wacloud init`. */
export interface InitOptions {
  framework?: FrameworkName | undefined;
  yes?: boolean | undefined;
}

/** `wacloud init`: a new project in an empty directory. */
export async function init(
  given: string | undefined,
  { framework: named, yes }: InitOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const asks = terminal.isInteractive && !yes;
  if (!asks && !yes && named === undefined)
    throw new CommandError(
      `Nobody can be asked here: pass --framework (${frameworkNames.join(", ")}) or --yes.`,
    );
  const directory = given ?? (asks ? await askDirectory() : ".");
  const folder = resolve(directory);
  checkEmpty(folder, directory);
  const framework = named ?? (asks ? await askFramework() : "express");
  const files = listFiles(toPackageName(folder), framework);
  writeFiles(folder, files);
  printNextSteps(
    relative("", folder),
    framework,
    files.map(([path]) => path),
    terminal,
  );
  return exitCodes.fine;
}

const prompt = { output: process.stderr, withGuide: false };

const askDirectory = async (): Promise<string> =>
  answered(
    await text({
      ...prompt,
      message: "Directory",
      defaultValue: "whatsapp-bot",
      placeholder: "whatsapp-bot",
    }),
  );

async function askFramework(): Promise<FrameworkName> {
  const options = frameworkNames.map((value) => ({ value, label: frameworks[value].title }));
  return answered(await select({ ...prompt, message: "What does the bot run on?", options }));
}

function answered<Answer>(answer: Answer): Exclude<Answer, symbol> {
  if (isCancel(answer)) throw new CommandError("Nothing was written.", exitCodes.failed);
  return answer as Exclude<Answer, symbol>;
}

/** What may be there: a repository that has just been made. */
const harmless = [".git", ".DS_Store"];

function checkEmpty(folder: string, directory: string): void {
  if (!existsSync(folder)) return;
  const found = list(folder, directory).filter((name) => !harmless.includes(name));
  if (found.length === 0) return;
  const more = found.length > 10 ? ` and ${found.length - 10} more` : "";
  throw new CommandError(
    `Nothing was written, because ${directory} is not empty. It contains ${found.slice(0, 10).join(", ")}${more}. Pass a new or empty directory.`,
  );
}

function list(folder: string, directory: string): string[] {
  try {
    return readdirSync(folder).sort();
  } catch (error) {
    throw new CommandError(
      `${directory} is not a directory that can be read: ${(error as NodeJS.ErrnoException).code}.`,
    );
  }
}

/** npm's rules: lower case, no spaces, no dot or underscore at the beginning. */
const toPackageName = (folder: string): string =>
  basename(folder)
    .toLowerCase()
    .replace(/[^a-z0-9._-]+/g, "-")
    .replace(/^[._-]+|-+$/g, "") || "whatsapp-bot";

function printNextSteps(
  folder: string,
  framework: FrameworkName,
  paths: readonly string[],
  { print, style }: Terminal,
): void {
  const steps = [...(folder === "" ? [] : [`cd ${folder}`]), "npm install", "npm run dev"];
  print(
    `${style("green", `A bot on ${frameworks[framework].title}:`)}\n${paths.map((path) => `  ${path}`).join("\n")}\n`,
  );
  print(steps.map((step) => style("bold", step)).join("\n"));
  print(
    style("dim", "\nThis runs the bot and a local Cloud API with a chat page. README.md says how to go on."),
  );
}
