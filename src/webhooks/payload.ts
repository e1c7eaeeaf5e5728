import { WebhookPayloadError } from "../errors.ts";
import { isObject, type Json } from "../utils/json.ts";
import { once } from "../utils/once.ts";

/** The envelope of a notification. */
export interface Envelope extends Json {
  entry: unknown[];
}

/**
 * Reads the envelopes of a body: usually one, but some of Meta's samples show an array.
 *
 * @throws {@link WebhookPayloadError}, which never quotes the body.
 */
export function readEnvelopes(input: unknown): Envelope[] {
  const payload = decode(input);
  const envelopes = Array.isArray(payload) ? payload : [payload];
  if (envelopes.length === 0 || !envelopes.every(isEnvelope))
    throw invalidPayload("is not a webhook: it has no `entry` list");
  return envelopes;
}

const decoder = once(() => new TextDecoder());

const isEnvelope = (value: unknown): value is Envelope => isObject(value) && Array.isArray(value.entry);

function decode(input: unknown): unknown {
  if (typeof input === "string") return parseText(input);
  return ArrayBuffer.isView(input) ? parseText(decoder().decode(input)) : input;
}

function parseText(text: string): unknown {
  try {
    return parseExactJson(text.charCodeAt(0) === 0xfeff ? text.slice(1) : text);
  } catch {
    // The message of JSON.parse quotes the text.
    throw invalidPayload("is not JSON");
  }
}

const invalidPayload = (message: string): WebhookPayloadError =>
  new WebhookPayloadError(`Invalid webhook: the body ${message}.`, [{ path: "", message }]);

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
