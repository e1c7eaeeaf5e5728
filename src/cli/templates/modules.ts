import { existsSync, readdirSync, statSync } from "node:fs";
import { extname, join, relative, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { isWhatsAppError, type ValidationError, type ValidationIssue } from "../../errors.ts";
import { brokenTemplates, type CollectBroken } from "../../templates/broken.ts";
import type { DefinedTemplate } from "../../templates/defined.ts";
import { CommandError } from "../failure.ts";
import { divertOutput } from "../terminal.ts";

/** A template defined by a module. */
export interface LocalTemplate {
  file: string;
  template: DefinedTemplate;
}

/** A template that breaks Meta's rules, or a module that is broken as a whole. */
interface BrokenTemplate {
  file: string;
  /** Where the template is defined. */
  line?: number;
  name?: string;
  language?: string;
  issues: readonly ValidationIssue[];
}

/** The templates that modules define, and those that break Meta's rules. */
export interface LocalTemplates {
  files: string[];
  templates: LocalTemplate[];
  broken: BrokenTemplate[];
}

/**
 * Loads these files and every module below these folders.
 *
 * @throws {@link CommandError} when a path does not exist, defines nothing, or a module cannot be loaded.
 */
export async function loadModules(paths: readonly string[]): Promise<LocalTemplates> {
  const files = [...new Set(paths.flatMap(findFiles))].sort();
  const loaded: LocalTemplates = { files, templates: [], broken: [] };
  const seen = new Set<unknown>();
  for (const file of files) {
    const { exports, broken } = await loadModule(file, seen);
    loaded.broken.push(...broken);
    for (const template of findTemplates(exports, seen)) {
      if (!seen.has(template.source)) loaded.templates.push({ file, template });
    }
  }
  if (loaded.templates.length + loaded.broken.length === 0) {
    throw new CommandError(
      `No templates defined in ${paths.join(", ")}. Export the result of defineTemplate, or run \`wacloud templates pull\`.`,
    );
  }
  return loaded;
}

function findFiles(path: string): string[] {
  if (!existsSync(path)) {
    throw new CommandError(
      `No such file or folder: ${path}. Pass the path of your templates, or run \`wacloud templates pull\` to create it.`,
    );
  }
  if (statSync(path).isFile()) return [path];
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && isModule(entry.name))
    .map((entry) => relative("", join(entry.parentPath, entry.name)))
    .filter((file) => !/(^|[\\/])node_modules[\\/]/.test(file));
}

interface Loaded {
  exports: object;
  broken: BrokenTemplate[];
}

/** @param seen receives the sources of broken templates, which are not templates. */
async function loadModule(file: string, seen: Set<unknown>): Promise<Loaded> {
  const broken: BrokenTemplate[] = [];
  const collect: CollectBroken = (error, source) => {
    seen.add(source);
    broken.push({ file, ...findPosition(error, file), ...identify(source), issues: error.issues });
  };
  Object.assign(globalThis, { [brokenTemplates]: collect });
  divertOutput();
  try {
    return { exports: await withoutWarnings(() => import(pathToFileURL(resolve(file)).href)), broken };
  } catch (error) {
    if (isWhatsAppError(error) && error.name === "ValidationError") {
      const { issues } = error as ValidationError;
      return { exports: {}, broken: [...broken, { file, ...findPosition(error, file), issues }] };
    }
    throw new CommandError(`${file} cannot be loaded: ${suggestRemedy(error)}`);
  } finally {
    Object.assign(globalThis, { [brokenTemplates]: undefined });
  }
}

/** The line in this file from which an error came. */
function findPosition({ stack = "" }: Error, file: string): { line?: number } {
  const name = pathToFileURL(resolve(file)).href;
  const frame = stack.split("\n").find((line) => line.includes(name) || line.includes(resolve(file)));
  const line = Number(/:(\d+):\d+\)?$/.exec(frame ?? "")?.[1]);
  return Number.isNaN(line) ? {} : { line };
}

const identify = (source: object): { name?: string; language?: string } =>
  Object.fromEntries(
    Object.entries(source).filter(
      ([key, value]) => /^(name|language)$/.test(key) && typeof value === "string",
    ),
  );

function suggestRemedy(error: unknown): string {
  const { code, message = String(error) } = (error ?? {}) as { code?: string; message?: string };
  switch (code) {
    case "ERR_UNKNOWN_FILE_EXTENSION":
      return `Node.js ${process.versions.node} cannot run TypeScript. Use Node.js 22.18 or newer, or JavaScript modules (\`wacloud templates pull --js\`).`;
    case "ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX":
      return "Node.js only strips types. Remove enums, namespaces and parameter properties.";
    case "ERR_MODULE_NOT_FOUND":
      return /'wacloud'/.test(message)
        ? "it imports wacloud, which is not installed here. Run: npm install wacloud"
        : `${firstLine(message)}.${suggestExtension(message)}`;
    default:
      return firstLine(message);
  }
}

/** Bundlers resolve a missing extension, or `.js` to `.ts`; Node.js does not. */
function suggestExtension(message: string): string {
  const [, path = ""] = /Cannot find module '([^']+)'/.exec(message) ?? [];
  const there = [`${path}.ts`, `${path}.mts`, path.replace(/js$/, "ts")].find(
    (file) => file !== path && existsSync(file),
  );
  if (there === undefined) return "";
  return ` Import it with its own extension, ${extname(there)}: Node.js does not try others.`;
}

const firstLine = (text: string): string => text.split("\n")[0] ?? "";

/** The templates a module exports, directly or in arrays and objects. */
function* findTemplates(value: unknown, seen: Set<unknown>, depth = 0): Generator<DefinedTemplate> {
  if (typeof value !== "object" || value === null || depth > 3 || seen.has(value)) return;
  seen.add(value);
  if (isDefinedTemplate(value)) yield value;
  else for (const inner of Object.values(value)) yield* findTemplates(inner, seen, depth + 1);
}

/** Also recognizes templates from another copy of wacloud: the project's. */
const isDefinedTemplate = (value: object): value is DefinedTemplate =>
  "definition" in value && "source" in value && "fill" in value && typeof value.fill === "function";

/** Whether a file may define templates. An index only re-exports other modules. */
const isModule = (name: string): boolean =>
  /\.(ts|mts|js|mjs)$/.test(name) && !/^\.|\.(test|spec|d)\.|^index\./.test(name);

/** The modules directly in a folder. */
export const listModules = (folder: string): string[] =>
  existsSync(folder) ? readdirSync(folder).filter(isModule).sort() : [];

/** Node.js warnings about modules that load anyway. */
const harmlessWarnings = ["ExperimentalWarning", "MODULE_TYPELESS_PACKAGE_JSON"];

/** Hides Node's warnings about type stripping and packages without a module type. */
async function withoutWarnings<T>(work: () => Promise<T>): Promise<T> {
  const { emitWarning } = process;
  process.emitWarning = ((...words: Parameters<typeof emitWarning>) => {
    if (!harmlessWarnings.some((word) => JSON.stringify(words).includes(word)))
      emitWarning.apply(process, words);
  }) as typeof emitWarning;
  try {
    return await work();
  } finally {
    process.emitWarning = emitWarning;
  }
}
