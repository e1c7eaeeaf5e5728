import { existsSync, readdirSync, statSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { isWhatsAppError, type ValidationError, type ValidationIssue } from "../../errors.ts";
import type { DefinedTemplate } from "../../templates/defined.ts";
import { CommandError } from "../failure.ts";
import { divertOutput } from "../terminal.ts";

/** A template that a module defines. */
export interface LocalTemplate {
  file: string;
  template: DefinedTemplate;
}

/** Rules that a module breaks. */
interface BrokenModule {
  file: string;
  issues: readonly ValidationIssue[];
}

/** What modules define, and which of them break Meta's rules. */
export interface LocalTemplates {
  files: string[];
  templates: LocalTemplate[];
  broken: BrokenModule[];
}

/**
 * Loads every module below these folders, and these files.
 *
 * @throws {@link CommandError} where a path does not exist, nothing is defined, or a module cannot be loaded at all.
 */
export async function loadModules(paths: readonly string[]): Promise<LocalTemplates> {
  const files = [...new Set(paths.flatMap(findFiles))].sort();
  const loaded: LocalTemplates = { files, templates: [], broken: [] };
  const seen = new Set<unknown>();
  for (const file of files) {
    const found = await loadModule(file);
    if ("issues" in found) loaded.broken.push({ file, issues: found.issues });
    else {
      for (const template of findTemplates(found.exports, seen)) loaded.templates.push({ file, template });
    }
  }
  if (loaded.templates.length + loaded.broken.length === 0) {
    throw new CommandError(
      `No template is defined in ${paths.join(", ")}: export what defineTemplate gives, or write modules with \`wacloud templates pull\`.`,
    );
  }
  return loaded;
}

function findFiles(path: string): string[] {
  if (!existsSync(path)) {
    throw new CommandError(
      `There is no ${path}: name the folder that defines your templates, or write one with \`wacloud templates pull\`.`,
    );
  }
  if (statSync(path).isFile()) return [path];
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && isModule(entry.name))
    .map((entry) => relative("", join(entry.parentPath, entry.name)))
    .filter((file) => !/(^|[\\/])node_modules[\\/]/.test(file));
}

type Loaded = { exports: object } | { issues: readonly ValidationIssue[] };

async function loadModule(file: string): Promise<Loaded> {
  divertOutput();
  try {
    return { exports: await withoutWarnings(() => import(pathToFileURL(resolve(file)).href)) };
  } catch (error) {
    if (isWhatsAppError(error) && error.name === "ValidationError") {
      return { issues: (error as ValidationError).issues };
    }
    throw new CommandError(`${file} cannot be loaded: ${suggestRemedy(error)}`);
  }
}

function suggestRemedy(error: unknown): string {
  const { code, message = String(error) } = (error ?? {}) as { code?: string; message?: string };
  switch (code) {
    case "ERR_UNKNOWN_FILE_EXTENSION":
      return `Node.js ${process.versions.node} reads no TypeScript. Use Node.js 22.18 or newer, or JavaScript modules (\`wacloud templates pull --js\` writes them).`;
    case "ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX":
      return "Node.js strips types only: use no enums, namespaces or parameter properties in it.";
    case "ERR_MODULE_NOT_FOUND":
      return /'wacloud'/.test(message)
        ? "it imports wacloud, which this project has not installed: npm install wacloud"
        : `${firstLine(message)}.${suggestExtension(message)}`;
    default:
      return firstLine(message);
  }
}

/** Bundlers find a file without its ending, or under that of the file it is compiled to; Node.js does not. */
function suggestExtension(message: string): string {
  const [, path = ""] = /Cannot find module '([^']+)'/.exec(message) ?? [];
  const isThere = existsSync(`${path}.ts`) || existsSync(path.replace(/\.js$/, ".ts"));
  return isThere ? " Import it by its own ending, .ts: Node.js looks for no other." : "";
}

const firstLine = (text: string): string => text.split("\n")[0] ?? "";

/** Templates that a module exports: by themselves, or in a list or an object. */
function* findTemplates(value: unknown, seen: Set<unknown>, depth = 0): Generator<DefinedTemplate> {
  if (typeof value !== "object" || value === null || depth > 3 || seen.has(value)) return;
  seen.add(value);
  if (isDefinedTemplate(value)) yield value;
  else for (const inner of Object.values(value)) yield* findTemplates(inner, seen, depth + 1);
}

/** Also one of another copy of wacloud: the project's. */
const isDefinedTemplate = (value: object): value is DefinedTemplate =>
  "definition" in value && "source" in value && "fill" in value && typeof value.fill === "function";

/** Whether a file may define templates; an index hands on what other modules define. */
const isModule = (name: string): boolean =>
  /\.(ts|mts|js|mjs)$/.test(name) && !/^\.|\.(test|spec|d)\.|^index\./.test(name);

/** Modules in a folder, without those below it. */
export const listModules = (folder: string): string[] =>
  existsSync(folder) ? readdirSync(folder).filter(isModule).sort() : [];

/** What Node.js says of modules that load well all the same. */
const harmlessWarnings = ["ExperimentalWarning", "MODULE_TYPELESS_PACKAGE_JSON"];

/** Runs a work without Node's warnings that types are stripped, or that a package does not say what its modules are. */
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
