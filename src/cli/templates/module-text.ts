import { existsSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { findButtonKind } from "../../templates/button-kinds.ts";
import type { TemplateSource } from "../../templates/source.ts";
import { isTemplateFile } from "../../types/templates/file.ts";
import { isObject } from "../../utils/json.ts";
import { toEscape } from "../words.ts";
import { listModules } from "./modules.ts";

/** A module that defines one template, in all its languages. */
export interface ModuleFacts {
  /** The name of its constant. */
  identifier: string;
  sources: readonly TemplateSource[];
  isTypeScript: boolean;
}

/**
 * The text of a module, without the line that marks it as generated: one constant that holds the template in each
 * language. The layout is plain; the project's formatter does the rest.
 */
export function printModule({ identifier, sources, isTypeScript }: ModuleFacts): string {
  const used = new Set(["defineTemplate"]);
  const languages = sources.map(
    (source) =>
      `${printKey(source.language)}: defineTemplate(${printValue(source, { isTypeScript, used }, "  ")})`,
  );
  const values = [...used].filter((name) => name !== "UnknownKind").sort();
  const names = [...values, ...(used.has("UnknownKind") ? ["type UnknownKind"] : [])];
  return `import { ${names.join(", ")} } from "wacloud";\n\nexport const ${identifier} = ${printBlock("{}", languages, "")};\n`;
}

interface Printing {
  isTypeScript: boolean;
  /** Names to import from wacloud. */
  used: Set<string>;
}

/**
 * A value of a source as code. A sample file becomes a call to `file`. In TypeScript, a kind that this version does not
 * know is cast to `UnknownKind`.
 */
function printValue(value: unknown, printing: Printing, indent: string): string {
  const { isTypeScript, used } = printing;
  if (isTemplateFile(value)) {
    used.add("file");
    return `file(${printText(String((value.file as { path: string }).path))})`;
  }
  const inner = `${indent}  `;
  if (Array.isArray(value)) {
    const elements = value.map((element) => printValue(element, printing, inner));
    return printBlock("[]", elements, indent);
  }
  if (!isObject(value)) return typeof value === "string" ? printText(value) : String(value);
  const properties = Object.entries(value).map(([key, element]) => {
    const isStrange = isTypeScript && (key === "type" || key === "format") && !isKnownKind(element);
    if (isStrange) used.add("UnknownKind");
    return `${printKey(key)}: ${printValue(element, printing, inner)}${isStrange ? " as UnknownKind" : ""}`;
  });
  return printBlock("{}", properties, indent);
}

/** Parts between brackets, one per line. */
function printBlock(brackets: "[]" | "{}", parts: readonly string[], indent: string): string {
  if (parts.length === 0) return brackets;
  const rows = parts.map((part) => `${indent}  ${part},\n`).join("");
  return `${brackets[0]}\n${rows}${indent}${brackets[1]}`;
}

const headerFormats = ["TEXT", "IMAGE", "VIDEO", "DOCUMENT", "GIF", "LOCATION", "PRODUCT"];

/** Whether the types know this kind of header or button. Meta may have added others since. */
const isKnownKind = (kind: unknown): boolean =>
  typeof kind !== "string" || headerFormats.includes(kind) || findButtonKind(kind) !== undefined;

/** A plain `__proto__` key would set the prototype. */
function printKey(key: string): string {
  if (key === "__proto__") return '["__proto__"]';
  return /^[A-Za-z_$][\w$]*$/.test(key) ? key : printText(key);
}

/** Escapes invisible characters. */
const printText = (text: string): string =>
  JSON.stringify(text).replace(
    /[\u007f-\u009f\u200b\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g,
    toEscape,
  );

/** Words that cannot name a constant in a module. */
const reserved = new Set(
  (
    "arguments await break case catch class const continue debugger default defineTemplate delete do else enum eval " +
    "export extends false file finally for function if implements import in instanceof interface let new null " +
    "package private protected public return static super switch this throw true try typeof undefined var void " +
    "while with yield"
  ).split(" "),
);

/**
 * The constant for each template: `order_confirmation` becomes `orderConfirmation`. Names that would collide stay as
 * they are.
 */
export function chooseIdentifiers(names: readonly string[]): Map<string, string> {
  const unique = [...new Set(names)];
  const wanted = unique.map((name) => toIdentifier(toCamelCase(name)));
  return new Map(
    unique.map((name, index) => {
      const identifier = wanted[index] ?? name;
      const isShared = wanted.indexOf(identifier) !== wanted.lastIndexOf(identifier);
      return [name, isShared ? toVerbatimIdentifier(name) : identifier];
    }),
  );
}

const toCamelCase = (name: string): string =>
  name.replace(/^_+|_+$/g, "").replace(/_+([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());

function toIdentifier(identifier: string): string {
  if (identifier === "" || /^\d/.test(identifier)) return `_${identifier}`;
  return reserved.has(identifier) ? `${identifier}Template` : identifier;
}

const toVerbatimIdentifier = (name: string): string =>
  /^\d/.test(name) || reserved.has(name) ? `$${name}` : name;

/** How TypeScript modules import each other: as they are called, as their compiled form is called, or without an ending. */
export type ImportStyle = "source" | "output" | "bare";

/** The text of an index that re-exports every module in its folder, including those written by hand. */
export function printIndex(folder: string, style: ImportStyle): string {
  const files = listModules(folder);
  if (files.length === 0) return "export {};\n";
  return files.map((file) => `export * from "./${toSpecifier(file, style)}";\n`).join("");
}

/** A module that ends in `.mts` has no form without an ending. */
function toSpecifier(file: string, style: ImportStyle): string {
  if (style === "source") return file;
  if (style === "bare" && file.endsWith(".ts")) return file.replace(/\.ts$/, "");
  return file.replace(/ts$/, "js");
}

/**
 * How TypeScript modules in this folder import each other, by the nearest tsconfig.json: by their own name when it allows
 * that or does not exist (as Node.js requires), by `.js` and `.mjs` for Node's resolution, else as a bundler resolves.
 */
export function chooseImportStyle(folder: string): ImportStyle {
  const config = findAbove(resolve(folder), "tsconfig.json");
  if (config === undefined) return "source";
  if (/"(allowImportingTsExtensions|rewriteRelativeImportExtensions)"\s*:\s*true/.test(config))
    return "source";
  return /"module(Resolution)?"\s*:\s*"node(16|18|20|next)"/i.test(config) ? "output" : "bare";
}

function findAbove(folder: string, name: string): string | undefined {
  const file = join(folder, name);
  if (existsSync(file)) return readFileSync(file, "utf8");
  const above = dirname(folder);
  return above === folder ? undefined : findAbove(above, name);
}
