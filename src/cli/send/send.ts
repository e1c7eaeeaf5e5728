import { WhatsAppError } from "../../errors.ts";
import { type ConnectionOptions, createClient, readEnvironment, requireVariables } from "../connection.ts";
import { type ExitCode, exitCodes } from "../failure.ts";
import { type Terminal, warnOn } from "../terminal.ts";
import { type Content, type Deliver, planMessage } from "./content.ts";
import { type PlannedRequest, printRequests, recordRequests } from "./dry-run.ts";
import { explainFailure, printSent } from "./outcome.ts";

/** Options of `wacloud send`. */
export interface SendCommandOptions extends ConnectionOptions, Omit<Content, "to" | "text"> {
  dryRun?: boolean | undefined;
  json?: boolean | undefined;
}

/** `wacloud send`: one message, or what would be requested for it. */
export async function send(
  { dryRun, json, env, ...content }: SendCommandOptions & Content,
  terminal: Terminal,
): Promise<ExitCode> {
  const deliver = planMessage(content);
  const variables = readEnvironment({ env }, warnOn(terminal));
  if (dryRun) return rehearse(deliver, variables, { env, json }, terminal);
  requireVariables(variables, ["WHATSAPP_ACCESS_TOKEN", "WHATSAPP_PHONE_NUMBER_ID"], { env });
  try {
    const client = createClient(variables);
    const sent = await untilInterrupted(deliver, client); // no progress line: it would end the process at Ctrl-C
    printSent(sent, terminal, json);
    return exitCodes.fine;
  } catch (error) {
    return explainFailure(error, terminal);
  }
}

/** Needs no token: nothing leaves. */
async function rehearse(
  deliver: Deliver,
  variables: NodeJS.Dict<string>,
  { env, json }: Pick<SendCommandOptions, "env" | "json">,
  terminal: Terminal,
): Promise<ExitCode> {
  requireVariables(variables, ["WHATSAPP_PHONE_NUMBER_ID"], { env });
  const requests: PlannedRequest[] = [];
  const withToken = { ...variables, WHATSAPP_ACCESS_TOKEN: "none" };
  try {
    await deliver(
      createClient(withToken, [recordRequests(requests, variables)]),
      new AbortController().signal,
    );
  } catch (error) {
    return explainFailure(error, terminal);
  }
  printRequests(requests, terminal, json);
  return exitCodes.fine;
}

/** Ctrl-C ends the wait, not the certainty: the error then says whether the message may have left. */
async function untilInterrupted(deliver: Deliver, client: Parameters<Deliver>[0]) {
  const interruption = new AbortController();
  const interrupt = (): void => interruption.abort(new WhatsAppError("Interrupted."));
  process.once("SIGINT", interrupt);
  try {
    return await deliver(client, interruption.signal);
  } finally {
    process.off("SIGINT", interrupt);
  }
}
