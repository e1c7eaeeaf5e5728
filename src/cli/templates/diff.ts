import type { WhatsAppClient } from "../../client.ts";
import type { DefinedTemplate } from "../../templates/defined.ts";
import type { TemplateKey } from "../../types/templates/sync.ts";
import type { Template } from "../../types/templates/template.ts";
import { CommandError, type ExitCode, exitCodes } from "../failure.ts";
import { withProgress } from "../progress.ts";
import type { Terminal } from "../terminal.ts";
import { toJsonText } from "../words.ts";
import { toDefinable } from "./definable.ts";
import { type Finding, findProblems, toSentence } from "./lint.ts";
import { loadModules } from "./modules.ts";
import { formatPlan, isDifferent, type ShownPlan, selectPlan, toPlanData } from "./plan.ts";

/** Options of `wacloud templates diff`. */
export interface DiffOptions {
  delete?: boolean | undefined;
  json?: boolean | undefined;
}

/** `wacloud templates diff`: shows how the account differs from the modules. */
export async function diff(
  client: WhatsAppClient,
  paths: readonly string[],
  options: DiffOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const { plan } = await compareWithAccount(client, paths, options, terminal);
  terminal.print(options.json ? toJsonText(toPlanData(plan)) : formatPlan(plan, terminal.style));
  return isDifferent(plan) ? exitCodes.failed : exitCodes.fine;
}

/** The defined templates, the plan that brings the account in line, and warnings. */
interface Comparison {
  templates: readonly DefinedTemplate[];
  plan: ShownPlan;
  warnings: readonly Finding[];
}

/**
 * Compares the modules with the account. Changes nothing.
 *
 * @param options.delete whether to plan the deletion of templates that no module defines, but one could.
 * @throws {@link CommandError} when a module breaks Meta's rules, listing every violation.
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
    const lines = errors.map((error) => `  ${error.file}: ${error.path} ${toSentence(error)}`);
    throw new CommandError(`Nothing was compared. Fix these errors first:\n${lines.join("\n")}`);
  }
  const templates = loaded.templates.map(({ template }) => template);
  const left: TemplateKey[] = [];
  const canDelete = (template: Template) => {
    if (toDefinable(template, "").source !== undefined) return true;
    left.push({ name: template.name, language: template.language });
    return false;
  };
  const plan = await withProgress(terminal, "Comparing", () =>
    client.templates.sync(templates, { dryRun: true, delete: canDelete }),
  );
  const shown = selectPlan(plan, { deletes: options.delete === true, left });
  return { templates, plan: shown, warnings: found };
}
