import type { WhatsAppClient } from "../../client.ts";
import type { DefinedTemplate } from "../../templates/defined.ts";
import { CommandError } from "../failure.ts";
import { withProgress } from "../progress.ts";
import type { Terminal } from "../terminal.ts";
import { type Finding, findings } from "./lint.ts";
import { loadModules } from "./modules.ts";
import { type ShownPlan, shownPlan } from "./plan.ts";

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
export async function compare(
  client: WhatsAppClient,
  paths: readonly string[],
  options: { delete?: boolean | undefined },
  terminal: Terminal,
): Promise<Comparison> {
  const loaded = await loadModules(paths);
  const found = findings(loaded);
  const errors = found.filter(({ severity }) => severity === "error");
  if (errors.length > 0) {
    const lines = errors.map(({ file, path, message }) => `  ${file}: ${path} ${message}`);
    throw new CommandError(`Nothing was compared, because rules are broken:\n${lines.join("\n")}`);
  }
  const templates = loaded.templates.map(({ template }) => template);
  const plan = await withProgress(terminal, "Comparing", () =>
    client.templates.sync(templates, { dryRun: true, delete: true }),
  );
  return { templates, plan: shownPlan(plan, options.delete === true), warnings: found };
}
