/** Where a value may be an integer of 16 or more digits. Digits inside strings rarely match. */
const maybeUnsafe = /(?:^|[:[,\s])-?\d{16}/;

/** Strings, whole, so that what looks like a number inside one is skipped; and numbers. Linear on any input. */
const stringOrNumber = /"[^"\\]*(?:\\.[^"\\]*)*"?|-?\d[\d.eE+-]*/g;

/**
 * `JSON.parse`, except that integers beyond 2^53 become strings: Meta sends ids as JSON numbers that a double cannot
 * hold. The text is changed before parsing because revivers cannot see the source text on Node.js 20.
 */
export const parseExactJson = (text: string): unknown =>
  JSON.parse(maybeUnsafe.test(text) ? text.replace(stringOrNumber, quoteUnsafe) : text);

const quoteUnsafe = (token: string): string =>
  /^-?\d{16,}$/.test(token) && !Number.isSafeInteger(Number(token)) ? `"${token}"` : token;

/** The same of a response, where numbers under keys such as `id`, `wa_id` and `target_ids` become strings, too. */
export const parseWithTextIds = (text: string): unknown =>
  JSON.parse(text.replace(stringOrNumber, quoteUnsafe), toTextIds);

function toTextIds(key: string, value: unknown): unknown {
  if (/(^|_)id$/.test(key)) return toText(value);
  return /(^|_)ids$/.test(key) && Array.isArray(value) ? value.map(toText) : value;
}

const toText = (value: unknown): unknown => (typeof value === "number" ? String(value) : value);
