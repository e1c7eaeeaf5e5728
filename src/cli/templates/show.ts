import type { WhatsAppClient } from "../../client.ts";
import type { Template } from "../../types/templates/template.ts";
import { CommandError, type ExitCode, exitCodes } from "../failure.ts";
import { withProgress } from "../progress.ts";
import type { Terminal } from "../terminal.ts";
import { drawn } from "./draw.ts";
import { statusOf } from "./list.ts";
import { byName } from "./order.ts";

/** Which language, and in what form. */
export interface ShowOptions {
  language?: string | undefined;
  json?: boolean | undefined;
}

/** `wacloud templates show NAME`: the message as a customer would see it, in each of its languages. */
export async function show(
  client: WhatsAppClient,
  name: string,
  { language, json }: ShowOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const found = await withProgress(terminal, `Reading ${name}`, async () => {
    const all: Template[] = [];
    for await (const template of client.templates.list({ name, language, limit: 100, fields })) {
      if (template.name === name) all.push(template);
    }
    return all.sort(byName);
  });
  if (found.length === 0) {
    const where = language === undefined ? "" : ` in ${language}`;
    throw new CommandError(
      `The account holds no template ${name}${where}. See those it holds: wacloud templates list`,
      exitCodes.failed,
    );
  }
  if (json) terminal.print(JSON.stringify(found, null, 2));
  else terminal.print(found.map((template) => page(template, terminal)).join("\n\n"));
  return exitCodes.fine;
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

function page(template: Template, terminal: Terminal): string {
  const { style } = terminal;
  const facts = [
    style("bold", template.name),
    template.language,
    template.category,
    statusOf(template, style),
  ];
  return `${facts.join(style("dim", " · "))}\n${drawn(template, terminal)}`;
}
