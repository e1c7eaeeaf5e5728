import { existsSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { moduleFiles } from "./folder.ts";

/** A module that hands on every other of its folder, those that somebody wrote by hand too. */
export function indexText(folder: string, extension: string): string {
  const files = moduleFiles(folder);
  if (files.length === 0) return "export {};\n";
  return files.map((file) => `export * from "./${specifierOf(file, extension)}";\n`).join("");
}

const specifierOf = (file: string, extension: string): string =>
  file.endsWith("ts") ? file.replace(/\.m?ts$/, extension === ".ts" ? "$&" : extension) : file;

/**
 * How TypeScript modules of this folder name each other, told from the nearest tsconfig.json: `.ts` where it allows
 * that or where there is none (Node.js wants it), `.js` for Node's resolution, nothing for a bundler's.
 */
export function importExtension(folder: string): string {
  const config = findAbove(resolve(folder), "tsconfig.json");
  if (config === undefined) return ".ts";
  if (/"(allowImportingTsExtensions|rewriteRelativeImportExtensions)"\s*:\s*true/.test(config)) return ".ts";
  return /"module(Resolution)?"\s*:\s*"node(16|18|20|next)"/i.test(config) ? ".js" : "";
}

function findAbove(folder: string, name: string): string | undefined {
  const file = join(folder, name);
  if (existsSync(file)) return readFileSync(file, "utf8");
  const above = dirname(folder);
  return above === folder ? undefined : findAbove(above, name);
}
