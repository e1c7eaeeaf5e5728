import type { WhatsAppClient } from "../../client.ts";
import { type ExitCode, exitCodes } from "../failure.ts";
import { withProgress } from "../progress.ts";
import type { Terminal } from "../terminal.ts";
import { isDifferent, planData, planText, shownPlan } from "./plan.ts";
import { readyTemplates } from "./ready.ts";

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
  const { templates } = await readyTemplates(paths);
  const whole = await withProgress(terminal, "Comparing", () =>
    client.templates.sync(templates, { dryRun: true, delete: true }),
  );
  const plan = shownPlan(whole, options.delete === true);
  terminal.print(options.json ? JSON.stringify(planData(plan), null, 2) : planText(plan, terminal.style));
  return isDifferent(plan) ? exitCodes.failed : exitCodes.fine;
}
