import { canonicalJson } from "../utils/canonical-json.ts";
import { idText, isObject, type Json } from "../utils/json.ts";
import { sha256 } from "../utils/sha256.ts";

/** Everything that distinguishes events for which Meta sends no id. */
export interface Trace {
  entry: Json;
  field: string;
  phoneNumberId: string | undefined;
  /** The array that contains it; empty for a whole change or entry. */
  key: string;
  element: unknown;
}

/** Creates ids for events without one from Meta. Equal events in one payload are numbered. */
export function digestIds(): (trace: Trace) => string {
  const seen = new Map<string, number>();
  return ({ entry, field, phoneNumberId, key, element }) => {
    const facts = [entry.id ?? null, entry.time ?? null, field, phoneNumberId ?? null, key, element];
    const id = `digest#${sha256(canonicalJson(facts))}`;
    const ordinal = seen.get(id) ?? 0;
    seen.set(id, ordinal + 1);
    return ordinal === 0 ? id : `${id}.${ordinal}`;
  };
}

/** The id that Meta gave the message. */
export const messageId = ({ id }: Json): string | undefined => joined([idText(id)]);

/** There is one event per message, status, group member and, for payments, attempt and refund. */
export function statusId(status: Json): string | undefined {
  const participant =
    idText(status.recipient_participant_user_id) ??
    idText(status.recipient_participant_id) ??
    idText(status.participant_recipient_id);
  const payment = isObject(status.payment) ? paymentFacts(status.payment) : [];
  const state = idText(status.status);
  return state && joined([idText(status.id), state, participant, ...payment]);
}

/** A failed attempt or a refund does not change the order's status, but is an event of its own. */
function paymentFacts({ transaction, refunds }: Json): (string | undefined)[] {
  const steps = [transaction, ...(Array.isArray(refunds) ? refunds : [])].filter(isObject);
  return steps.flatMap(({ id, status }) => [idText(id), idText(status)]);
}

/** There is one event per call and call event, and per recording or transcript. */
export function callId(call: Json): string | undefined {
  const { audio } = isObject(call.call_recording) ? call.call_recording : {};
  const { document } = isObject(call.call_transcript) ? call.call_transcript : {};
  const file = isObject(audio) ? audio.id : isObject(document) ? document.id : undefined;
  const event = idText(call.event);
  return event && joined([idText(call.id), event, idText(file)]);
}

/** Joins the parts of an id, escaping separators inside them; `undefined` without the first part. */
function joined([id, ...facts]: (string | undefined)[]): string | undefined {
  if (id === undefined) return undefined;
  if (facts.length === 0) return escaped(id);
  return [id, ...facts]
    .map((part) => escaped(part ?? ""))
    .join(":")
    .replace(/:+$/, "");
}

const escaped = (part: string): string =>
  /[%:#]/.test(part) ? part.replace(/[%:#]/g, encodeURIComponent) : part;
