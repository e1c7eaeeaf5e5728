import type { WhatsAppClient } from "../../client.ts";
import { type ExitCode, exitCodes } from "../failure.ts";
import type { Terminal } from "../terminal.ts";
import { compare } from "./compare.ts";
import { isDifferent, planData, planText } from "./plan.ts";

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
  const { plan } = await compare(client, paths, options, terminal);
  terminal.print(options.json ? JSON.stringify(planData(plan), null, 2) : planText(plan, terminal.style));
  return isDifferent(plan) ? exitCodes.failed : exitCodes.fine;
}
