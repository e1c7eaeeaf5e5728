import { readEnvironment, toHost } from "../connection.ts";
import { checkingOptions, type ExitCode, exitCodes } from "../failure.ts";
import { withProgress } from "../progress.ts";
import { readUrl } from "../server-options.ts";
import { type Terminal, warnOn } from "../terminal.ts";
import { pluralize, toJsonText } from "../words.ts";
import { drawFindings } from "./draw.ts";
import { type AnyFinding, examineVariables } from "./variables.ts";

/** Options of `wacloud doctor`. */
export interface DoctorCommandOptions {
  webhook?: string | undefined;
  /** Who is sent a template. */
  send?: string | undefined;
  template: string;
  language: string;
  json?: boolean | undefined;
  env?: string | undefined;
}

/** `wacloud doctor`: what is wrong with the set-up, and what to do about it. */
export async function examine(options: DoctorCommandOptions, terminal: Terminal): Promise<ExitCode> {
  readUrl("--webhook", options.webhook);
  const variables = readEnvironment(options, warnOn(terminal));
  const find = () => checkingOptions(() => findAll(options, variables));
  const findings = await withProgress(terminal, "Examining", find);
  if (options.json) terminal.print(toJsonText(findings));
  else terminal.print(drawFindings(findings, toHost(variables.WHATSAPP_API_BASE_URL), terminal));
  if (!options.json) summarize(findings, terminal);
  return count(findings, "error") > 0 ? exitCodes.failed : exitCodes.fine;
}

async function findAll(options: DoctorCommandOptions, variables: NodeJS.Dict<string>): Promise<AnyFinding[]> {
  const { findings, client } = examineVariables(variables, options.env);
  if (client === undefined) return findings;
  const { webhook, send: sendTo, template: name, language } = options;
  const verifyToken = variables.WHATSAPP_WEBHOOK_VERIFY_TOKEN;
  const found = await client.doctor({ webhook, verifyToken, sendTo, template: { name, language } });
  return [...findings, ...found];
}

const count = (findings: readonly AnyFinding[], status: AnyFinding["status"]): number =>
  findings.filter((finding) => finding.status === status).length;

function summarize(findings: readonly AnyFinding[], { note, noteStyle }: Terminal): void {
  const [errors, warnings, skipped] = [
    count(findings, "error"),
    count(findings, "warning"),
    count(findings, "skipped"),
  ];
  const words = `${pluralize(errors, "error")}, ${pluralize(warnings, "warning")}, ${skipped} skipped`;
  note(noteStyle(errors > 0 ? "red" : warnings > 0 ? "yellow" : "green", words));
}
