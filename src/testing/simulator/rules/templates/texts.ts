import { type Json, toList, toObject, toObjects, toText } from "../../../../utils/json.ts";
import { type Refusal, refuse } from "../../errors.ts";
import { listPlaceholders } from "../../templates/components.ts";
import type { StoredTemplate } from "../../templates/stored-template.ts";

type Format = StoredTemplate["parameterFormat"];

/** Refuses the composition of a template: code 100 with one of Meta's subcodes. */
export const composition = (subcode: number, details: string): Refusal => refuse(100, details, { subcode });

const mediaFormats = new Set(["IMAGE", "VIDEO", "DOCUMENT", "GIF"]);

export function checkHeader(header: Json | undefined, format: Format): void {
  if (header === undefined) return;
  const kind = String(header.format);
  const { header_handle } = toObject(header.example);
  if (header.format === undefined) throw composition(2388047, "HEADER needs a format.");
  if (mediaFormats.has(kind) && toList(header_handle).length !== 1) {
    throw composition(2388043, `HEADER of format ${kind} needs one example.header_handle.`);
  }
  if (kind !== "TEXT" && "text" in header) {
    throw composition(2388047, `HEADER of format ${kind} cannot have a text.`);
  }
  if (!mediaFormats.has(kind) && kind !== "TEXT" && "example" in header) {
    throw composition(2388047, `HEADER of format ${kind} cannot have an example.`);
  }
  if (kind === "TEXT") checkHeaderText(header, format);
}

/** Line breaks and formatting. Formatting marks are at the edges of words, so `a_b_c` has none. */
const formatting = /\n|(?<![\p{L}\p{N}])([*_~`])[^*_~`\s][^*_~`]*\1(?![\p{L}\p{N}])/u;

function checkHeaderText({ text, example }: Json, format: Format): void {
  const words = toText(text) ?? "";
  if (words.trim() === "") throw composition(2388047, "HEADER of format TEXT needs a text.");
  if ([...words].length > 60) throw composition(2388040, "HEADER text must be at most 60 characters long.");
  if (listPlaceholders(words).length > 1)
    throw composition(2388047, "HEADER text can have at most one parameter.");
  if (formatting.test(words.replace(/\{\{[^}]*\}\}/g, ""))) {
    throw composition(2388047, "HEADER text cannot have formatting or line breaks.");
  }
  checkParameters(words, format, 2388047, listExamples(toObject(example), "header_text", format));
}

/** Checks the body of a template or card. Only on a card can it begin or end with a parameter. */
export function checkBody(body: Json | undefined, format: Format, max: number, isCard = false): void {
  const words = toText(body?.text) ?? "";
  if (words.trim() === "") throw composition(2388072, "BODY needs a text.");
  if ([...words].length > max)
    throw composition(2388040, `BODY text must be at most ${max} characters long.`);
  checkParameters(words, format, 2388072, listExamples(toObject(body?.example), "body_text", format));
  if (isCard) return;
  if (/^\s*\{\{|\}\}\s*$/.test(words)) {
    throw composition(2388299, "BODY text must not begin or end with a parameter.");
  }
  if (countWords(words.replace(parameter, " ")) < listPlaceholders(words).length) {
    throw composition(2388293, "BODY has too many parameters for the length of its text.");
  }
}

export function checkFooter(footer: Json | undefined): void {
  if (footer === undefined) return;
  const words = toText(footer.text) ?? "";
  if (words.trim() === "" || hasBraces(words)) {
    throw composition(2388073, "FOOTER needs a text without parameters.");
  }
  if ([...words].length > 60) throw composition(2388040, "FOOTER text must be at most 60 characters long.");
}

const hasBraces = (text: string): boolean => text.includes("{{") || text.includes("}}");

/**
 * Counts words as people do, even in languages without spaces between words, or runs of letters and digits
 * (`order_id` has two) where these are more: Meta publishes no formula.
 */
function countWords(text: string): number {
  const segments = [...new Intl.Segmenter("en", { granularity: "word" }).segment(text)];
  const runs = text.match(/[\p{L}\p{N}]+/gu) ?? [];
  return Math.max(segments.filter(({ isWordLike }) => isWordLike).length, runs.length);
}

/** The parameters that have an example, by name or by number. */
function listExamples(example: Json, key: string, format: Format): string[] {
  if (format === "NAMED") {
    return toObjects(example[`${key}_named_params`]).flatMap(({ param_name, example: value }) =>
      typeof param_name === "string" && isSample(value) ? [param_name] : [],
    );
  }
  const given = example[key];
  const values = Array.isArray(given) && Array.isArray(given[0]) ? toList(given[0]) : [given].flat();
  return values.filter(isSample).map((_, index) => String(index + 1));
}

const isSample = (value: unknown): boolean => typeof value === "string" && value.trim() !== "";

const styles = {
  /** Meta documents lowercase letters and `_`. Digits are unconfirmed; they are accepted after the first character. */
  NAMED: {
    fits: (name: string) => name === name.toLowerCase() && !/^\d/.test(name),
    kind: "lowercase names",
  },
  POSITIONAL: {
    fits: (name: string, index: number) => name === String(index + 1),
    kind: "numbers that count from 1",
  },
};

const parameter = /\{\{\s*[A-Za-z0-9_]+\s*\}\}/g;

function checkParameters(words: string, format: Format, subcode: number, examples: readonly string[]): void {
  if (hasBraces(words.replace(parameter, ""))) {
    throw composition(subcode, "Parameters must be in double braces, such as {{1}}.");
  }
  const names = listPlaceholders(words);
  const { fits, kind } = styles[format];
  if (!names.every(fits)) throw composition(subcode, `Parameters must be ${kind}.`);
  if (format === "NAMED" && words.match(parameter)?.length !== (names.length || undefined)) {
    throw composition(subcode, "Each named parameter can be used only once in a text.");
  }
  if (names.some((name) => !examples.includes(name)) || examples.length !== names.length) {
    throw composition(
      2388043,
      `${names.length} parameters need ${names.length} examples; got ${examples.length}.`,
    );
  }
}
