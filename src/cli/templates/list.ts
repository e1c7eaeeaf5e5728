import type { WhatsAppClient } from "../../client.ts";
import type { TemplateFilters } from "../../types/templates/filters.ts";
import type { SelectedTemplate } from "../../types/templates/template.ts";
import { type ExitCode, exitCodes } from "../failure.ts";
import { alignColumns } from "../layout.ts";
import type { Style, Terminal } from "../terminal.ts";
import { stripControlsIn, toJsonText } from "../words.ts";
import { readAll } from "./account.ts";

/** Options of `wacloud templates list`. */
export interface ListOptions {
  name?: string | undefined;
  status?: string[] | undefined;
  category?: string[] | undefined;
  language?: string[] | undefined;
  json?: boolean | undefined;
}

const fields = [
  "name",
  "language",
  "category",
  "correct_category",
  "status",
  "rejected_reason",
  "quality_score",
] as const;

type Row = SelectedTemplate<(typeof fields)[number]>;

/** `wacloud templates list`: prints the account's templates, one per line. */
export async function list(
  client: WhatsAppClient,
  options: ListOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const { name = "" } = options;
  const found = await readAll(client.templates.list({ ...toFilters(options), fields, limit: 100 }), terminal);
  const rows = found.filter((row) => row.name.includes(name));
  if (options.json) terminal.print(toJsonText(rows));
  else if (rows.length === 0) terminal.note("No matching templates in the account.");
  else terminal.print(formatTable(rows, terminal.style));
  return exitCodes.fine;
}

const toCapitals = (words: readonly string[] | undefined) => words?.map((word) => word.toUpperCase());

const toFilters = ({ status, category, language }: ListOptions): TemplateFilters => ({
  status: toCapitals(status),
  category: toCapitals(category),
  language,
});

function formatTable(rows: readonly Row[], style: Style): string {
  const head = ["NAME", "LANGUAGE", "CATEGORY", "STATUS", "QUALITY"].map((word) => style("dim", word));
  const lines = stripControlsIn(rows).map((row) => [
    style("bold", row.name),
    row.language,
    formatCategory(row, style),
    formatStatus(row, style),
    formatQuality(row, style),
  ]);
  return alignColumns([head, ...lines]);
}

function formatCategory({ category, correct_category: correct = category }: Row, style: Style): string {
  return correct === category ? category : `${category} ${style("yellow", `→ ${correct}`)}`;
}

const colors: Readonly<Record<string, Parameters<Style>[0]>> = {
  APPROVED: "green",
  PENDING: "yellow",
  IN_APPEAL: "yellow",
  PAUSED: "yellow",
  REJECTED: "red",
  DISABLED: "red",
};

/** A status in its color, followed by the rejection reason, if any. */
export function formatStatus(
  { status, rejected_reason: reason = "NONE" }: { status: string; rejected_reason?: string | undefined },
  style: Style,
): string {
  const words = reason === "NONE" ? status : `${status} (${reason})`;
  return style(colors[status] ?? "dim", words);
}

function formatQuality({ quality_score: quality }: Row, style: Style): string {
  const score = quality?.score ?? "UNKNOWN";
  if (score === "GREEN") return style("green", score);
  if (score === "YELLOW") return style("yellow", score);
  return score === "RED" ? style("red", score) : style("dim", "–");
}
