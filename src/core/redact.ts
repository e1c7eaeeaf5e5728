import type { ApiRequest } from "./pipeline.ts";
import { findSpellings, type Spelling, toSpelling } from "./spellings.ts";

/** Keys whose values are Meta's own terms, not personal data: an error may contain them. */
const harmless = new Set([
  "after",
  "before",
  "category",
  "code_method",
  "currency",
  "fields",
  "format",
  "language",
  "limit",
  "messaging_product",
  "name",
  "parameter_name",
  "policy",
  "recipient_type",
  "status",
  "sub_type",
  "type",
]);

/** Words that Meta's errors are made of. */
const words = new Set(
  (
    "access account and api app are batch been body business button buttons call can card cards code component " +
    "components count currency customer data date does error event example exist expected failed field file flow " +
    "following footer for format from group has have header image index invalid limit list localizable_params " +
    "location match media message messages missing more must name not number object one only order param parameter " +
    "parameters params payload permission phone product rate recipient request required section send sent server " +
    "set status string template text than that the this title token too translation type unsupported url user " +
    "valid value values version video was were whatsapp with you your"
  ).split(" "),
);

/** Replaces phone numbers in international form. */
export const scrub = (text: string): string => text.replace(/\+\d[\d\s().-]{5,18}\d/g, "[number]");

/** The same where the request is not known: any number of so many digits may be one, as webhooks write them. */
export const scrubDigits = (text: string): string =>
  scrub(text).replace(/(?<![\p{L}\p{N}])\d{8,15}(?![\p{L}\p{N}])/gu, "[number]");

/**
 * Removes everything private in the request from Meta's response: Meta quotes recipients and values in its texts, and
 * errors end up in logs, issue trackers and other companies. However Meta spells a value, and where it cuts it off, it
 * is found; only whole occurrences count, so Meta's own words stay.
 */
export function redactor(request: Pick<ApiRequest, "body" | "headers" | "path" | "query">) {
  const spellings = [...new Set(listPrivate(request))].map(toSpelling).filter(isTelling);
  const hide = (text: string): string =>
    findSpellings(text, spellings).reduceRight(
      (rest, { from, to }) => `${rest.slice(0, from)}[redacted]${rest.slice(to)}`,
      text,
    );
  return (text: string): string => {
    const [code = ""] = /^\(#\d{1,7}\)/.exec(text) ?? []; // Meta's, at the beginning of most messages
    return code + scrub(hide(text.slice(code.length)));
  };
}

function listPrivate({ body, headers, path, query }: Parameters<typeof redactor>[0]): string[] {
  const token = headers?.authorization?.split(" ").at(-1) ?? "";
  const search = new URLSearchParams(path.split("?")[1]);
  return [token, ...token.split("|"), ...[body, query, search].flatMap((part) => privateTexts(part))];
}

/** Shorter values, and words of Meta's own, tell nobody anything. */
const isTelling = ({ characters }: Spelling): boolean =>
  characters.length >= 3 && !words.has(characters.join(""));

/** Every text and number in a value that could be private. */
function privateTexts(value: unknown, key = ""): string[] {
  if (harmless.has(key) && typeof value !== "object") return [];
  if (typeof value === "number" || typeof value === "bigint")
    return String(value).length > 3 ? [String(value)] : [];
  if (typeof value === "string") return key === "code" && isCommonCode(value) ? [] : [value];
  if (Array.isArray(value)) return value.flatMap((element) => privateTexts(element, key));
  return listMembers(value).flatMap(([name, inner]) => privateTexts(inner, name));
}

/** A language or a currency. Verification codes have digits, and codes for tokens are longer. */
const isCommonCode = (code: string): boolean => /^[a-z]{2,3}(_[A-Za-z]{2,4})?$|^[A-Z]{3}$/.test(code);

function listMembers(value: unknown): [string, unknown][] {
  if (value instanceof URLSearchParams || value instanceof FormData) return [...value];
  if (typeof value !== "object" || value === null) return [];
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null ? Object.entries(value) : [];
}
