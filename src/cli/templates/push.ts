import { confirm } from "@clack/prompts";
import type { WhatsAppClient } from "../../client.ts";
import type { DefinedTemplate } from "../../templates/defined.ts";
import type { SyncProgress, TemplatePlan } from "../../types/templates/sync.ts";
import type { Connection } from "../connection.ts";
import { CommandError, type ExitCode, exitCodes } from "../failure.ts";
import { withProgress } from "../progress.ts";
import type { Terminal } from "../terminal.ts";
import { pluralize, toJsonText } from "../words.ts";
import { compareWithAccount } from "./diff.ts";
import type { Finding } from "./lint.ts";
import {
  countFailures,
  countSteps,
  formatOutcome,
  formatPlan,
  listObstacles,
  type ShownPlan,
  toPlanData,
} from "./plan.ts";

/** Options of `wacloud templates push`. */
export interface PushOptions {
  delete?: boolean | undefined;
  yes?: boolean | undefined;
  wait?: boolean | undefined;
  json?: boolean | undefined;
}

/** `wacloud templates push`: creates and edits what the modules define, after confirmation. */
export async function push(
  { client, target }: Connection,
  paths: readonly string[],
  options: PushOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const { templates, plan, warnings } = await compareWithAccount(client, paths, options, terminal);
  const say = options.json ? terminal.note : terminal.print;
  say(formatPlan(plan, options.json ? terminal.noteStyle : terminal.style));
  if (countSteps(plan) === 0) {
    if (options.json) terminal.print(toJsonText(toPlanData(plan)));
    return listObstacles(plan).length > 0 ? exitCodes.failed : exitCodes.fine;
  }
  printWarnings(warnings, plan, terminal);
  await confirmPlan(plan, target, options, terminal);
  const done = await applyPlan(client, templates, plan, options, terminal);
  if (options.json) terminal.print(toJsonText(toPlanData(done)));
  else printOutcome(done, terminal);
  return countFailures(done) + listObstacles(done).length > 0 ? exitCodes.failed : exitCodes.fine;
}

/** Only about templates to be created or edited. */
function printWarnings(
  warnings: readonly Finding[],
  { create, edit }: ShownPlan,
  { note, noteStyle }: Terminal,
): void {
  for (const { name, language, path, message } of warnings) {
    const isMeant = [...create, ...edit].some((item) => item.name === name && item.language === language);
    if (isMeant) note(`${noteStyle("yellow", "Warning:")} ${name} ${language}: ${path} ${message}.`);
  }
}

/** @throws {@link CommandError} when the user declines or cannot be asked. */
async function confirmPlan(
  plan: ShownPlan,
  target: string,
  { yes }: PushOptions,
  { isInteractive }: Terminal,
): Promise<void> {
  const changes = pluralize(countSteps(plan), "change");
  if (yes) return;
  if (!isInteractive) {
    throw new CommandError(
      `Nothing was changed in ${target}: this is not an interactive terminal. Pass --yes to apply the plan.`,
    );
  }
  const answer = await confirm({
    message: `Apply this plan to ${target}? ${changes}`,
    initialValue: false,
    output: process.stderr,
    withGuide: false,
  });
  if (answer !== true) throw new CommandError("Nothing was changed.", exitCodes.failed);
}

/** Deletes only what the plan showed, not templates added to the account since. */
function applyPlan(
  client: WhatsAppClient,
  templates: readonly DefinedTemplate[],
  plan: ShownPlan,
  { wait }: PushOptions,
  terminal: Terminal,
): Promise<TemplatePlan> {
  const toGo = new Set(plan.delete.map(({ id }) => id));
  return withProgress(terminal, "Applying the plan", (tell) =>
    client.templates.sync(templates, {
      delete: ({ id }) => toGo.has(id),
      wait,
      onProgress: (progress) => tell(formatProgress(progress)),
    }),
  );
}

const formatProgress = ({ action, name, language, done, total }: SyncProgress): string =>
  `${done} of ${total}: ${action} ${name} ${language}`;

function printOutcome(done: TemplatePlan, { print, note, style, noteStyle }: Terminal): void {
  print("");
  print(formatOutcome(done, style));
  const applied = countSteps(done) - countFailures(done);
  const missed = countFailures(done) + listObstacles(done).length;
  const words = `${applied} applied${missed > 0 ? `, ${missed} not applied; push again to retry` : ""}.`;
  note(noteStyle(missed > 0 ? "red" : "green", words));
  if ([...done.create, ...done.edit].some((item) => item.applied)) {
    note(
      noteStyle(
        "dim",
        "Meta reviews changes within 24 hours. Check with: wacloud templates list --status PENDING",
      ),
    );
  }
}
