import { existsSync } from "node:fs";
import type { DefinedTemplate } from "../../templates/defined.ts";
import { isTemplateFile } from "../../types/templates/file.ts";
import { type ExitCode, exitCodes } from "../failure.ts";
import type { Terminal } from "../terminal.ts";
import { pluralize, toJsonText } from "../words.ts";
import { type LocalTemplate, type LocalTemplates, loadModules } from "./modules.ts";

/** Options of `wacloud templates lint`. */
export interface LintOptions {
  json?: boolean | undefined;
}

/** A broken rule (`error`), or something allowed but surprising (`warning`). */
export interface Finding {
  severity: "error" | "warning";
  file: string;
  /** Where a broken template is defined. */
  line?: number;
  name?: string;
  language?: string;
  /** Path in the source: `buttons.2.url`. Empty for the whole template. */
  path: string;
  message: string;
}

/** `wacloud templates lint`: lists every rule the modules break, without contacting the account. */
export async function lint(
  paths: readonly string[],
  { json }: LintOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const loaded = await loadModules(paths);
  const found = findProblems(loaded);
  if (json) terminal.print(toJsonText(found));
  else printFindings(found, loaded, terminal);
  return found.some(({ severity }) => severity === "error") ? exitCodes.failed : exitCodes.fine;
}

/** Finds everything wrong with a project's modules. */
export function findProblems({ templates, broken }: LocalTemplates): Finding[] {
  return [
    ...broken.flatMap(({ issues, ...where }) =>
      issues.map((issue) => ({ severity: "error" as const, ...where, ...issue })),
    ),
    ...templates.flatMap((one, index) => findDuplicates(one, templates.slice(0, index))),
    ...templates.flatMap((one) => findOtherPlaceholders(one, templates)),
    ...templates.flatMap(findMissingSamples),
  ];
}

const identify = ({ file, template: { name, language } }: LocalTemplate) => ({ file, name, language });

const isSame = (one: DefinedTemplate, other: DefinedTemplate): boolean =>
  one.name === other.name && one.language === other.language;

function findDuplicates(one: LocalTemplate, earlier: readonly LocalTemplate[]): Finding[] {
  const first = earlier.find(({ template }) => isSame(template, one.template));
  if (first === undefined) return [];
  return [
    {
      severity: "error",
      ...identify(one),
      path: "name",
      message: `is already defined in this language, in ${first.file}`,
    },
  ];
}

/** Translations with different placeholders cannot be sent by the same code. */
function findOtherPlaceholders(one: LocalTemplate, all: readonly LocalTemplate[]): Finding[] {
  const first = all.find(({ template }) => template.name === one.template.name);
  if (first === undefined || first === one) return [];
  const [here, there] = [listPlaceholders(one.template), listPlaceholders(first.template)];
  if (here === there) return [];
  const message = `has different placeholders from ${first.template.language}: ${here || "none"} instead of ${there || "none"}`;
  return [{ severity: "warning", ...identify(one), path: "body", message }];
}

const listPlaceholders = ({ source }: DefinedTemplate): string => {
  const texts = JSON.stringify([source.body, "header" in source ? source.header : undefined]);
  return [...new Set(texts.match(/\{\{\s*\w+\s*\}\}/g) ?? [])].sort().join(" ");
};

function findMissingSamples(one: LocalTemplate): Finding[] {
  const found: Finding[] = [];
  const visit = (value: unknown, path: string): void => {
    if (isTemplateFile(value)) {
      const { path: sample } = value.file as { path?: string | URL };
      if (sample !== undefined && !existsSync(sample)) {
        const message = `does not exist: ${sample}. It is needed to create or edit the template`;
        found.push({ severity: "warning", ...identify(one), path, message });
      }
    } else if (typeof value === "object" && value !== null) {
      for (const [key, inner] of Object.entries(value)) visit(inner, path === "" ? key : `${path}.${key}`);
    }
  };
  visit(one.template.source, "");
  return found;
}

function printFindings(
  found: readonly Finding[],
  { files, templates }: LocalTemplates,
  { print, note, style, noteStyle }: Terminal,
) {
  const byFile = new Set(found.map(({ file }) => file));
  for (const file of byFile) {
    print(style("underline", file));
    for (const one of found.filter((finding) => finding.file === file))
      print(`  ${formatFinding(one, style)}`);
    print("");
  }
  const errors = found.filter(({ severity }) => severity === "error").length;
  const counts = `${pluralize(errors, "error")}, ${pluralize(found.length - errors, "warning")}`;
  const total = `${pluralize(templates.length, "template")} in ${pluralize(files.length, "file")}: ${counts}`;
  note(noteStyle(errors > 0 ? "red" : "green", total));
}

function formatFinding(finding: Finding, style: Terminal["style"]): string {
  const { severity, path, line } = finding;
  const language = line === undefined ? finding.language : undefined; // said at the end
  const mark = severity === "error" ? style("red", "error  ") : style("yellow", "warning");
  const where = [language, path].filter((part) => part !== undefined && part !== "").join(" ");
  return `${mark}  ${style("bold", where)} ${toSentence(finding)}`;
}

/** The message, and where the template is defined if that is known. */
export function toSentence({ message, name, language, line }: Finding): string {
  if (line === undefined) return message;
  const what = [name, language].filter((part) => part !== undefined).join(" ");
  return `${message} (${what === "" ? "" : `${what}, `}line ${line})`;
}
