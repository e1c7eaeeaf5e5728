/** Keys whose values are Meta's own terms, not personal data: an error may contain them. */
const harmless = new Set([
  "messaging_product",
  "recipient_type",
  "type",
  "sub_type",
  "format",
  "category",
  "code",
  "policy",
  "name",
  "currency",
  "status",
  "parameter_name",
]);

/** Replaces phone numbers in international form. */
export const scrub = (text: string): string => text.replace(/\+\d[\d\s().-]{5,18}\d/g, "[number]");

/**
 * Removes everything private in the request from Meta's response: Meta quotes recipients and values in its texts, and
 * errors end up in logs, issue trackers and other companies.
 */
export function redactor(body: unknown, secrets: readonly string[] = []): (text: string) => string {
  return (text) => {
    const found = [...secrets, ...privateTexts(body)].filter((value) => text.includes(value));
    const longestFirst = found.sort((a, b) => b.length - a.length);
    return scrub(longestFirst.reduce((rest, value) => rest.replaceAll(value, "[redacted]"), text));
  };
}

/** Every string in a body that could be private; phone numbers also as bare digits. */
function privateTexts(value: unknown, key = ""): string[] {
  if (typeof value === "string") {
    if (harmless.has(key)) return [];
    const digits = value.replace(/\D/g, "");
    const number = digits.length >= 7 && digits.length >= value.length / 2 ? [digits] : [];
    return [value, ...number].filter((text) => text.length >= 3);
  }
  if (Array.isArray(value)) return value.flatMap((element) => privateTexts(element, key));
  if (typeof value !== "object" || value === null || !isPlain(value)) return [];
  return Object.entries(value).flatMap(([name, inner]) => privateTexts(inner, name));
}

const isPlain = (value: object): boolean => {
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
};
