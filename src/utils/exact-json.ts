/** Matches where a value may be an integer of 16 or more digits. Digits inside strings rarely match. */
const maybeUnsafe = /[:[,\s]-?\d{16}/;

/** Such an integer and the character before it; not floats or exponents. */
const longInteger = /([:[,\s])(-?\d{16,})(?![\d.eE])/g;

/**
 * `JSON.parse`, except that integers beyond 2^53 become strings: Meta sends ids as JSON numbers that a double cannot
 * hold. The text is changed before parsing because revivers cannot see the source text on Node.js 20.
 */
export const parseExactJson = (text: string): unknown =>
  JSON.parse(maybeUnsafe.test(text) ? quoteLongIntegers(text) : text);

/** The same of a response, where numbers under keys such as `id`, `wa_id` and `target_ids` become strings, too. */
export const parseWithTextIds = (text: string): unknown => JSON.parse(quoteLongIntegers(text), toTextIds);

function toTextIds(key: string, value: unknown): unknown {
  if (/(^|_)id$/.test(key)) return toText(value);
  return /(^|_)ids$/.test(key) && Array.isArray(value) ? value.map(toText) : value;
}

const toText = (value: unknown): unknown => (typeof value === "number" ? String(value) : value);

/** Linear on any input: visits each quote and each run of digits once. */
function quoteLongIntegers(text: string): string {
  const isInString = stringTracker(text);
  return text.replace(longInteger, (part: string, before: string, integer: string, index: number) =>
    Number.isSafeInteger(Number(integer)) || isInString(index + before.length)
      ? part
      : `${before}"${integer}"`,
  );
}

/** Returns a function that says whether a position is inside a JSON string; positions must increase. */
function stringTracker(text: string): (position: number) => boolean {
  let isInside = false;
  let quote = text.indexOf('"');
  return (position) => {
    while (quote !== -1 && quote < position) {
      if (!isInside || !isEscaped(text, quote)) isInside = !isInside;
      quote = text.indexOf('"', quote + 1);
    }
    return isInside;
  };
}

function isEscaped(text: string, position: number): boolean {
  let start = position;
  while (text[start - 1] === "\\") start -= 1;
  return (position - start) % 2 === 1;
}
