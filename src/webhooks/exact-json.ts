/** An integer of 16 or more digits where a value stands; long digits inside strings seldom look like this. */
const maybeUnsafe = /[:[,]\s*-?\d{16,}/;

/**
 * A string (also an unterminated one: the scan must stay linear on any input) or a number. Strings are matched to
 * be skipped.
 */
const token = /"[^"\\]*(?:\\[\s\S][^"\\]*)*(?:"|$)|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/**
 * `JSON.parse`, but integers beyond 2^53 arrive exactly, as strings. Meta sends ids as JSON numbers that a double
 * cannot hold; the text is scanned before parsing because Node.js 20 shows revivers no source text.
 */
export function parseExactJson(text: string): unknown {
  return JSON.parse(maybeUnsafe.test(text) ? text.replace(token, quoteUnsafe) : text);
}

function quoteUnsafe(part: string): string {
  const isInteger = part.length >= 16 && /^-?\d+$/.test(part);
  return isInteger && !Number.isSafeInteger(Number(part)) ? `"${part}"` : part;
}
