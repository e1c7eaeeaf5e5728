import type { TemplateKey } from "../../types/templates/sync.ts";
import { withProgress } from "../progress.ts";
import type { Terminal } from "../terminal.ts";

/** Reads a whole list of templates, sorted by name. */
export function readAll<T extends TemplateKey>(list: AsyncIterable<T>, terminal: Terminal): Promise<T[]> {
  return withProgress(terminal, "Reading templates", async (tell) => {
    const found: T[] = [];
    for await (const template of list) {
      found.push(template);
      tell(`Reading templates: ${found.length}`);
    }
    return found.sort(byName);
  });
}

/** Sorts by name, then by language. */
export const byName = (one: TemplateKey, other: TemplateKey): number =>
  compareText(one.name, other.name) || compareText(one.language, other.language);

/** Compares code units, which gives the same order on every machine. */
const compareText = (one: string, other: string): number => Number(one > other) - Number(one < other);
