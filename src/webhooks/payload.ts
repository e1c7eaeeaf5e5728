import { WebhookPayloadError } from "../errors.ts";
import { parseExactJson } from "../utils/exact-json.ts";
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
