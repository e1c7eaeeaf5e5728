import type { WhatsAppClient } from "../../client.ts";
import type { DefinedTemplate } from "../../templates/defined.ts";
import { CommandError, type ExitCode, exitCodes } from "../failure.ts";
import { withProgress } from "../progress.ts";
import type { Terminal } from "../terminal.ts";
import { type Finding, findProblems } from "./lint.ts";
import { loadModules } from "./modules.ts";
import { formatPlan, isDifferent, type ShownPlan, selectPlan, toPlanData } from "./plan.ts";

/** What counts as a difference, and in what form. */
export interface DiffOptions {
  delete?: boolean | undefined;
  json?: boolean | undefined;
}

/** `wacloud templates diff`: in what account and modules differ. */
export async function diff(
  client: WhatsAppClient,
  paths: readonly string[],
  options: DiffOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const { plan } = await compareWithAccount(client, paths, options, terminal);
  terminal.print(options.json ? JSON.stringify(toPlanData(plan), null, 2) : formatPlan(plan, terminal.style));
  return isDifferent(plan) ? exitCodes.failed : exitCodes.fine;
}

/** What modules define, what the account lacks of it, and what will surprise. */
interface Comparison {
  templates: readonly DefinedTemplate[];
  plan: ShownPlan;
  warnings: readonly Finding[];
}

/**
 * Compares what modules define with what the account holds. Nothing is changed.
 *
 * @param options.delete whether templates that no module defines are to go.
 * @throws {@link CommandError} listing the rules that modules break.
 */
export async function compareWithAccount(
  client: WhatsAppClient,
  paths: readonly string[],
  options: { delete?: boolean | undefined },
  terminal: Terminal,
): Promise<Comparison> {
  const loaded = await loadModules(paths);
  const found = findProblems(loaded);
  const errors = found.filter(({ severity }) => severity === "error");
  if (errors.length > 0) {
    const lines = errors.map(({ file, path, message }) => `  ${file}: ${path} ${message}`);
    throw new CommandError(`Nothing was compared, because rules are broken:\n${lines.join("\n")}`);
  }
  const templates = loaded.templates.map(({ template }) => template);
  const plan = await withProgress(terminal, "Comparing", () =>
    client.templates.sync(templates, { dryRun: true, delete: true }),
  );
  return { templates, plan: selectPlan(plan, options.delete === true), warnings: found };
}
