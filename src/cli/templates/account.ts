import { invalid } from "../../core/validate.ts";
import type { ValidationIssue } from "../../errors.ts";
import { findMissingTexts } from "../../templates/template-shape.ts";
import type { TemplateKey } from "../../types/templates/sync.ts";
import { withProgress } from "../progress.ts";
import type { Terminal } from "../terminal.ts";

/**
 * Reads a whole list of templates, sorted by name.
 *
 * @throws `ValidationError` if Meta's answer lacks what every template has.
 */
export function readAll<T extends TemplateKey>(list: AsyncIterable<T>, terminal: Terminal): Promise<T[]> {
  return withProgress(terminal, "Reading templates", async (tell) => {
    const found: T[] = [];
    for await (const template of list) {
      const issues = findMissingTexts(template, ["name", "language", "category", "status"]);
      if (issues.length > 0) throw invalid("list of templates", at(found.length, issues));
      found.push(template);
      tell(`Reading templates: ${found.length}`);
    }
    return found.sort(byName);
  });
}

const at = (index: number, issues: readonly ValidationIssue[]): ValidationIssue[] =>
  issues.map(({ path, message }) => ({ path: `${index}.${path}`, message }));

/** Sorts by name, then by language. */
export const byName = (one: TemplateKey, other: TemplateKey): number =>
  compareText(one.name, other.name) || compareText(one.language, other.language);

/** Compares code units, which gives the same order on every machine. */
const compareText = (one: string, other: string): number => Number(one > other) - Number(one < other);
