/** Whether an integer of 16 or more digits may stand where a value does. Digits inside strings seldom look like it. */
const maybeUnsafe = /[:[,\s]-?\d{16}/;

/** Such an integer, with what stands before it; floats and exponents are none. */
const longInteger = /([:[,\s])(-?\d{16,})(?![\d.eE])/g;

/**
 * `JSON.parse`, but integers beyond 2^53 arrive exactly, as strings: Meta sends ids as JSON numbers that a double
 * cannot hold. The text is changed before it is parsed because Node.js 20 shows revivers no source text.
 */
export const parseExactJson = (text: string): unknown =>
  JSON.parse(maybeUnsafe.test(text) ? quoteLongIntegers(text) : text);

/** Linear on any input: each quote and each run of digits is looked at once. */
function quoteLongIntegers(text: string): string {
  const isInString = stringTracker(text);
  return text.replace(longInteger, (part: string, before: string, integer: string, index: number) =>
    Number.isSafeInteger(Number(integer)) || isInString(index + before.length)
      ? part
      : `${before}"${integer}"`,
  );
}

/** Tells for rising positions whether they are inside a JSON string. */
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
