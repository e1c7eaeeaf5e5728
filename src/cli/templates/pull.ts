import { existsSync } from "node:fs";
import { join, posix, sep } from "node:path";
import type { WhatsAppClient } from "../../client.ts";
import { ApiError } from "../../errors.ts";
import { comparedFields, rareFields } from "../../templates/compare.ts";
import type { TemplateSource } from "../../templates/source.ts";
import type { Template } from "../../types/templates/template.ts";
import { CommandError, type ExitCode, exitCodes } from "../failure.ts";
import { withProgress } from "../progress.ts";
import type { Style, Terminal } from "../terminal.ts";
import { stripControls, toJsonText } from "../words.ts";
import { readAll } from "./account.ts";
import { toDefinable } from "./definable.ts";
import { type Fate, findLeftOver, toFileStem, type WrittenFile, writeGenerated } from "./generated-file.ts";
import { chooseIdentifiers, chooseImportStyle, printIndex, printModule } from "./module-text.ts";
import { fetchSample, type Sample } from "./sample-files.ts";

/** Options of `wacloud templates pull`. */
export interface PullOptions {
  out: string;
  js?: boolean | undefined;
  /** Whether to download sample files. */
  media: boolean;
  force?: boolean | undefined;
  json?: boolean | undefined;
}

/** The result of a pull. */
interface PullReport {
  files: WrittenFile[];
  /** Templates that cannot be expressed as a definition. */
  left_out: { name: string; language: string; reason: string }[];
  /** Sample files that could not be downloaded. */
  missing_samples: { path: string; reason: string }[];
  /** Files of templates that are no longer in the account. */
  left_over: string[];
}

/** `wacloud templates pull`: writes the account's templates as modules, one per name. */
export async function pull(
  client: WhatsAppClient,
  names: readonly string[],
  options: PullOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const templates = await readTemplates(client, terminal);
  const unknown = names.filter((name) => templates.every((template) => template.name !== name));
  if (unknown.length > 0) {
    throw new CommandError(`Not found in the account: ${unknown.join(", ")}.`, exitCodes.failed);
  }
  const wanted = templates.filter(({ name }) => names.length === 0 || names.includes(name));
  const folder = posix.normalize(options.out.replaceAll(sep, "/")).replace(/\/$/, "");
  const { sources, samples, left_out } = toSources(wanted, folder);
  const identifiers = chooseIdentifiers(templates.map(({ name }) => name));
  const files = await writeModules(sources, identifiers, folder, options);
  const report: PullReport = {
    files: [...files, await writeIndex(folder, options)],
    left_out,
    missing_samples: options.media ? await fetchSamples(samples, terminal) : [],
    left_over: names.length === 0 ? findLeftOver(folder, files) : [],
  };
  if (options.json) terminal.print(toJsonText(report));
  else printReport(report, terminal);
  return files.some(({ fate }) => fate === "kept") ? exitCodes.failed : exitCodes.fine;
}

/** Reads every field, or all but the rare ones when the account does not support those. */
async function readTemplates(client: WhatsAppClient, terminal: Terminal): Promise<Template[]> {
  const read = (fields: readonly (typeof comparedFields)[number][]) =>
    readAll(client.templates.list({ fields, limit: 100 }), terminal);
  try {
    return await read(comparedFields);
  } catch (error) {
    if (!(error instanceof ApiError) || error.code !== 100) throw error;
    return read(comparedFields.filter((field) => !rareFields.includes(field)));
  }
}

/** Skips templates that could not be loaded again. */
function toSources(templates: readonly Template[], folder: string) {
  const sources: TemplateSource[] = [];
  const samples: Sample[] = [];
  const left_out: PullReport["left_out"] = [];
  for (const template of templates) {
    const { name, language, status } = template;
    if (status === "DELETED" || status === "PENDING_DELETION") continue;
    const found = toDefinable(template, `${folder}/media`);
    if (found.source === undefined) left_out.push({ name, language, reason: found.reason });
    else {
      sources.push(found.source);
      samples.push(...found.samples);
    }
  }
  return { sources, samples, left_out };
}

async function writeModules(
  sources: readonly TemplateSource[],
  identifiers: ReadonlyMap<string, string>,
  folder: string,
  { js, force = false }: PullOptions,
): Promise<WrittenFile[]> {
  const written: WrittenFile[] = [];
  for (const name of new Set(sources.map((source) => source.name))) {
    const languages = sources.filter((source) => source.name === name);
    const identifier = identifiers.get(name) ?? name;
    const text = printModule({ identifier, sources: languages, isTypeScript: !js });
    written.push(await writeGenerated(choosePath(folder, toFileStem(name), js), text, force));
  }
  return written;
}

/** `.mts` and `.mjs` are modules in every project, a CommonJS one too. A file that is there keeps its name. */
function choosePath(folder: string, stem: string, js = false): string {
  const [usual, other] = js ? [".mjs", ".js"] : [".mts", ".ts"];
  const present = join(folder, `${stem}${other}`);
  return existsSync(present) ? present : join(folder, `${stem}${usual}`);
}

const writeIndex = (folder: string, { js, force = false }: PullOptions): Promise<WrittenFile> =>
  writeGenerated(choosePath(folder, "index", js), printIndex(folder, chooseImportStyle(folder)), force);

function fetchSamples(
  samples: readonly Sample[],
  terminal: Terminal,
): Promise<PullReport["missing_samples"]> {
  return withProgress(terminal, "Downloading samples", async (tell) => {
    const missing: PullReport["missing_samples"] = [];
    for (const [index, sample] of samples.entries()) {
      tell(`Downloading samples: ${index + 1} of ${samples.length}`);
      const reason = await fetchSample(sample);
      if (reason !== undefined) missing.push({ path: sample.path, reason });
    }
    return missing;
  });
}

const fates: Readonly<Record<Fate, { format: Parameters<Style>[0]; words: string }>> = {
  created: { format: "green", words: "created" },
  updated: { format: "green", words: "updated" },
  unchanged: { format: "dim", words: "unchanged" },
  ahead: { format: "yellow", words: "edited locally since the last pull; unchanged in the account" },
  kept: { format: "red", words: "kept: differs from the account (use --force to overwrite)" },
};

function printReport(
  { files, left_out, missing_samples, left_over }: PullReport,
  { print, note, style, noteStyle }: Terminal,
) {
  for (const { path, fate } of files) print(`${path}  ${style(fates[fate].format, fates[fate].words)}`);
  const warn = (words: string) => note(`${noteStyle("yellow", "Warning:")} ${words}`);
  for (const { name, language, reason } of left_out)
    warn(stripControls(`${name} (${language}) was skipped: ${reason}`));
  for (const { path, reason } of missing_samples) {
    warn(`Could not download ${path}: ${reason}. Add the file before you change its template.`);
  }
  for (const path of left_over) {
    warn(`${path} defines a template that is no longer in the account: delete the file, or push it.`);
  }
}
