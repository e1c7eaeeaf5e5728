import type { WhatsAppClient } from "../../client.ts";
import { invalid } from "../../core/validate.ts";
import { findMalformed, withoutNull } from "../../templates/template-shape.ts";
import type { Template } from "../../types/templates/template.ts";
import { nearest } from "../../utils/edit-distance.ts";
import { CommandError, type ExitCode, exitCodes } from "../failure.ts";
import { withProgress } from "../progress.ts";
import type { Terminal } from "../terminal.ts";
import { toJsonText } from "../words.ts";
import { byName } from "./account.ts";
import { drawTemplate } from "./draw.ts";
import { formatStatus } from "./list.ts";
import { loadModules } from "./modules.ts";
import type { Drawable } from "./sample-text.ts";

/** Options of `wacloud templates show`. */
export interface ShowOptions {
  language?: string | undefined;
  /** A folder or file whose definitions are drawn, instead of the account's templates. */
  local?: string | undefined;
  json?: boolean | undefined;
}

/** A template from the account, or a local definition. */
type Shown = Drawable & {
  name: string;
  language: string;
  status?: string;
  rejected_reason?: string | undefined;
};

/**
 * `wacloud templates show NAME`: the message as a customer would see it, in each of its languages.
 *
 * @param connected gives the client; not called when local modules are drawn.
 */
export async function show(
  connected: () => WhatsAppClient,
  name: string,
  { language, local, json }: ShowOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const all =
    local === undefined ? await readFromAccount(connected(), name, terminal) : await readFromModules(local);
  const named = all.filter((template) => template.name === name).sort(byName);
  const found = named.filter((template) => language === undefined || template.language === language);
  if (found.length === 0) {
    throw new CommandError(explainMissing(name, language, named.length > 0 ? named : all), exitCodes.failed);
  }
  if (json) terminal.print(toJsonText(found));
  else terminal.print(found.map((template) => formatTemplate(template, terminal)).join("\n\n"));
  return exitCodes.fine;
}

/** The template in all its languages. If it does not exist, all templates, to suggest similar names. */
function readFromAccount({ templates }: WhatsAppClient, name: string, terminal: Terminal): Promise<Shown[]> {
  return withProgress(terminal, `Reading ${name}`, async () => {
    const found: Shown[] = [];
    for await (const template of templates.list({ name, limit: 100, fields })) {
      const issues = findMalformed(template);
      if (issues.length > 0) throw invalid(`template ${name}`, issues);
      found.push(withoutNull(template));
    }
    if (found.some((template) => template.name === name)) return found;
    const others = templates.list({ limit: 100, fields: ["name", "language", "category"] });
    for await (const template of others) {
      if (typeof template.name === "string" && typeof template.language === "string") found.push(template);
    }
    return found;
  });
}

async function readFromModules(path: string): Promise<Shown[]> {
  const { templates } = await loadModules([path]);
  return templates.map(({ template: { definition } }) => definition as unknown as Shown); // Meta writes both alike
}

function explainMissing(name: string, language: string | undefined, others: readonly Shown[]): string {
  if (others.some((other) => other.name === name)) {
    return `Template ${name} does not exist in ${language}. Available languages: ${others.map((other) => other.language).join(", ")}.`;
  }
  const near = nearest(
    name,
    others.map((other) => other.name),
  );
  const remedy =
    near.length > 0 ? `Did you mean ${near.join(" or ")}?` : "List them with: wacloud templates list";
  return `Template ${name} does not exist. ${remedy}`;
}

const fields = [
  "name",
  "language",
  "category",
  "status",
  "rejected_reason",
  "parameter_format",
  "components",
] as const satisfies (keyof Template)[];

function formatTemplate(template: Shown, terminal: Terminal): string {
  const { style } = terminal;
  const { name, language, category, status, rejected_reason } = template;
  const state = status === undefined ? [] : [formatStatus({ status, rejected_reason }, style)];
  const facts = [style("bold", name), language, category, ...state];
  return `${facts.join(style("dim", " · "))}\n${drawTemplate(template, terminal)}`;
}
