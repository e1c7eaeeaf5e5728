import { mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Store } from "wacloud";
import { codeBlocks } from "../../scripts/pages.ts";

/** The page whose stores are run as they are printed. */
export const page = "docs/stores.md";
const folder = resolve(".cache/stores");

/** A function that a block of the page exports. */
export async function importStore<Arguments extends unknown[]>(
  name: string,
): Promise<(...given: Arguments) => Store> {
  const block = codeBlocks(page).find(({ code }) => code.includes(`export function ${name}(`));
  if (block === undefined) throw new Error(`${page} exports no ${name}`);
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${name}.ts`);
  writeFileSync(file, block.code);
  return (await import(/* @vite-ignore */ file))[name];
}
