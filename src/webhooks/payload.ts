import { WebhookPayloadError } from "../errors.ts";
import { isObject, type Json } from "../utils/json.ts";
import { once } from "../utils/once.ts";
import { parseExactJson } from "./exact-json.ts";

/** A notification as Meta wraps it. */
export interface Envelope extends Json {
  entry: unknown[];
}

/**
 * The envelopes of a body: one, or those of an array, which some of Meta's samples show.
 *
 * @throws {@link WebhookPayloadError} which never quotes the body.
 */
export function envelopesOf(input: unknown): Envelope[] {
  const payload = decoded(input);
  const envelopes = Array.isArray(payload) ? payload : [payload];
  if (envelopes.length === 0 || !envelopes.every(isEnvelope))
    throw refused("is no webhook: it has no `entry` list");
  return envelopes;
}

const decoder = once(() => new TextDecoder());

const isEnvelope = (value: unknown): value is Envelope => isObject(value) && Array.isArray(value.entry);

function decoded(input: unknown): unknown {
  if (typeof input === "string") return fromText(input);
  return ArrayBuffer.isView(input) ? fromText(decoder().decode(input)) : input;
}

function fromText(text: string): unknown {
  try {
    return parseExactJson(text.charCodeAt(0) === 0xfeff ? text.slice(1) : text);
  } catch {
    // What JSON.parse says quotes the text.
    throw refused("is not JSON");
  }
}

const refused = (message: string): WebhookPayloadError =>
  new WebhookPayloadError(`Invalid webhook: the body ${message}.`, [{ path: "", message }]);
