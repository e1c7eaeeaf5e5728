import { languagePattern } from "../types/patterns.ts";

/** Keys whose values are Meta's own terms, not personal data: an error may contain them. */
const harmless = new Set([
  "messaging_product",
  "recipient_type",
  "type",
  "sub_type",
  "format",
  "category",
  "policy",
  "name",
  "currency",
  "status",
  "parameter_name",
  "code_method",
]);

/** What stands under `code` may be a language, or a code that is secret. */
const isHarmless = (key: string, value: string): boolean =>
  harmless.has(key) || (key === "code" && languagePattern.test(value));

/** Replaces phone numbers in international form. */
export const scrub = (text: string): string => text.replace(/\+\d[\d\s().-]{5,18}\d/g, "[number]");

/**
 * Removes everything private in the request from Meta's response: Meta quotes recipients and values in its texts, and
 * errors end up in logs, issue trackers and other companies.
 */
export function redactor(body: unknown, secrets: readonly string[] = []): (text: string) => string {
  return (text) => {
    const given = [...secrets, ...privateTexts(body)].flatMap(writings);
    const found = given.filter((value) => value.length >= 3 && text.includes(value));
    const longestFirst = found.sort((a, b) => b.length - a.length);
    return scrub(longestFirst.reduce((rest, value) => rest.replaceAll(value, "[redacted]"), text));
  };
}

/** The ways in which Meta may quote a value: as it is, from a query, from JSON, or one line of it. */
const writings = (value: string): string[] => [
  value,
  String(new URLSearchParams([["", value]])).slice(1),
  JSON.stringify(value).slice(1, -1),
  ...value.split(/\r?\n/).filter((line) => line.length >= 8),
];

/** Every string in a body that could be private; phone numbers also as bare digits. */
function privateTexts(value: unknown, key = ""): string[] {
  if (typeof value === "string") {
    if (isHarmless(key, value)) return [];
    const digits = value.replace(/\D/g, "");
    return digits.length >= 7 && digits.length >= value.length / 2 ? [value, digits] : [value];
  }
  if (Array.isArray(value)) return value.flatMap((element) => privateTexts(element, key));
  if (value instanceof URLSearchParams) return privateTexts(Object.fromEntries(value));
  if (typeof value !== "object" || value === null || !isPlain(value)) return [];
  return Object.entries(value).flatMap(([name, inner]) => privateTexts(inner, name));
}

const isPlain = (value: object): boolean => {
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
};
