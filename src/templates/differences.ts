import type { AnyTemplateDefinition } from "../types/templates/definition.ts";
import type { TemplateDifference } from "../types/templates/sync.ts";
import type { Template } from "../types/templates/template.ts";
import { definitionOf } from "./defined.ts";
import { isSetting, meaningOf } from "./meaning.ts";

/**
 * In what a definition and the account's template differ, by what they mean. Order of keys and components, spelling of
 * Meta's words, defaults, samples and handles do not count; what a definition leaves to Meta is not compared: labels
 * that Meta writes, `sub_category`, `display_format`.
 */
export function differencesOf(
  definition: AnyTemplateDefinition,
  template: Template,
): readonly TemplateDifference[] {
  const wanted = meaningOf(definitionOf(definition));
  const found = meaningOf(template);
  return [...new Set([...found.keys(), ...wanted.keys()])].flatMap((path) => {
    const from = found.get(path);
    const to = wanted.get(path);
    const needsBoth = [from, to].some((meaning) => meaning?.counts === "if-both");
    if (needsBoth && (from === undefined || to === undefined)) return [];
    if (to === undefined && (from?.counts === "if-defined" || hasNoParts(definition, path))) return [];
    return same(from?.value, to?.value) ? [] : [{ path, from: from?.value, to: to?.value }];
  });
}

/** A library template is named, not written out: its parts are Meta's. */
const hasNoParts = (definition: AnyTemplateDefinition, path: string): boolean =>
  !("components" in definitionOf(definition)) && !isSetting(path);

const same = (one: unknown, other: unknown): boolean => canonical(one) === canonical(other);

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "undefined";
  const entries = Object.entries(value).filter(([, member]) => member !== undefined);
  const sorted = entries.sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${sorted.map(([key, member]) => `${JSON.stringify(key)}:${canonical(member)}`).join()}}`;
}
