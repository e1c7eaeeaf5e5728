import { canonicalJson } from "../utils/canonical-json.ts";
import type { Sha256 } from "../utils/find-sha256.ts";
import { idText, isObject, type Json, toObject } from "../utils/json.ts";

/** Everything that distinguishes events for which Meta sends no id. */
export interface Trace {
  entry: Json;
  field: string;
  phoneNumberId: string | undefined;
  /** The array that contains it; empty for a whole change or entry. */
  key: string;
  element: unknown;
  /** The change's value, which contains the array. */
  value: Json;
}

/** Creates ids for events without one from Meta. Equal events in one payload are numbered. */
export function digestIds(sha256: Sha256): (trace: Trace) => string {
  const seen = new Map<string, number>();
  const digestSurroundings = surroundingsDigests(sha256);
  return ({ entry, field, phoneNumberId, key, element, value }) => {
    const facts = [entry.id ?? null, entry.time ?? null, field, phoneNumberId ?? null, key, element];
    // An error has no time of its own: what stands around it tells it from an equal one in another webhook.
    if (key !== "" && toObject(element).timestamp === undefined) {
      const isKey = toObject(element)[key] === value[key]; // the key itself, not an element of its list
      facts.push(digestSurroundings(value, isKey ? undefined : key));
    }
    const id = `digest#${sha256(canonicalJson(facts))}`;
    const ordinal = seen.get(id) ?? 0;
    seen.set(id, ordinal + 1);
    return ordinal === 0 ? id : `${id}.${ordinal}`;
  };
}

/** Digests what stands around a list, once for all of its elements; around other keys, once for all of them. */
function surroundingsDigests(sha256: Sha256): (value: Json, list: string | undefined) => string {
  let last: { value?: Json; list?: string | undefined; digest: string } = { digest: "" };
  return (value, list) => {
    if (last.value !== value || last.list !== list) {
      const others = list === undefined ? value : { ...value, [list]: undefined };
      last = { value, list, digest: sha256(canonicalJson(others)) };
    }
    return last.digest;
  };
}

/**
 * The id that Meta gave the message. In a group, each of your numbers receives the message under the same id: there is
 * one event per receiving number.
 */
export function messageId({ id, group_id }: Json, phoneNumberId: string | undefined): string | undefined {
  const isInGroup = idText(group_id) !== undefined && phoneNumberId !== undefined;
  return joined([idText(id), ...(isInGroup ? [phoneNumberId] : [])]);
}

/** What names the recipient of a status, the most exact first. */
const recipientKeys = [
  "recipient_participant_user_id",
  "recipient_participant_id",
  "participant_recipient_id",
  "recipient_user_id",
  "recipient_id",
];

/**
 * There is one event per message, status, recipient and, for payments, attempt and refund. In a group, the recipient is
 * the member.
 */
export function statusId(status: Json): string | undefined {
  const recipient = recipientKeys.map((key) => idText(status[key])).find((id) => id !== undefined);
  const payment = isObject(status.payment) ? paymentFacts(status.payment) : [];
  const state = idText(status.status);
  return state && joined([idText(status.id), state, recipient, ...payment]);
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
