import { findButtonKind } from "../../templates/button-kinds.ts";
import type { TemplateSource } from "../../templates/source.ts";
import { isTemplateFile } from "../../types/templates/file.ts";
import { Code, expression, quoted } from "./expression.ts";

/** A module that defines one template, in all its languages. */
export interface ModuleFacts {
  /** The name of its constant. */
  identifier: string;
  sources: readonly TemplateSource[];
  isTypeScript: boolean;
}

/**
 * The text of a module, without the line that marks it as generated: one constant that holds the template by its
 * languages.
 */
export function moduleText({ identifier, sources, isTypeScript }: ModuleFacts): string {
  const used = new Set(["defineTemplate"]);
  const languages = sources.map((source) => {
    const printable = prepared(source, isTypeScript, used);
    const code = expression(printable, { indent: 2, taken: 0, isOpen: true });
    return `  ${propertyOf(source.language)}: defineTemplate(${code}),\n`;
  });
  const values = [...used].filter((name) => name !== "UnknownKind").sort(byLetters);
  const names = [...values, ...(used.has("UnknownKind") ? ["type UnknownKind"] : [])];
  return `import { ${names.join(", ")} } from "wacloud";\n\nexport const ${identifier} = {\n${languages.join("")}};\n`;
}

const byLetters = (one: string, other: string): number => (one < other ? -1 : 1);

const headerFormats = ["TEXT", "IMAGE", "VIDEO", "DOCUMENT", "GIF", "LOCATION", "PRODUCT"];

/** Whether the types of a source name this header or button; all others are Meta's news. */
const isKnownKind = (kind: unknown): boolean =>
  typeof kind !== "string" || headerFormats.includes(kind) || findButtonKind(kind) !== undefined;

const propertyOf = (language: string): string => (/^\w+$/.test(language) ? language : quoted(language));

/** Sample files as calls of `file`, and what Meta has added since this version as the type that lets it through. */
function prepared(value: unknown, isTypeScript: boolean, used: Set<string>): unknown {
  if (Array.isArray(value)) return value.map((element) => prepared(element, isTypeScript, used));
  if (isTemplateFile(value)) {
    used.add("file");
    return new Code(`file(${quoted(String((value.file as { path: string }).path))})`);
  }
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(([key, element]): [string, unknown] => {
    const isStrange = (key === "type" || key === "format") && !isKnownKind(element);
    if (!isStrange || !isTypeScript) return [key, prepared(element, isTypeScript, used)];
    used.add("UnknownKind");
    return [key, new Code(`${quoted(String(element))} as UnknownKind`)];
  });
  return Object.fromEntries(entries);
}
