import { isObject, type Json } from "../utils/json.ts";
import { digest } from "./digest.ts";
import { textOf } from "./loose.ts";

/** What is still to be written: a finished piece of text, or a value. */
type Pending = { text: string } | { value: unknown };

/**
 * JSON with its keys sorted: the same for the same content, however it was serialised. It keeps its own stack, since
 * a hostile payload may be nested deeper than the call stack goes.
 */
export function canonical(root: unknown): string {
  let written = "";
  const pending: Pending[] = [{ value: root }];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if ("text" in next) written += next.text;
    else if (typeof next.value !== "object" || next.value === null) written += scalar(next.value);
    else pushMembers(next.value, pending);
  }
  return written;
}

/** Last member first, so that the first is taken next. */
function pushMembers(value: object, pending: Pending[]): void {
  const isList = Array.isArray(value);
  const keys = isList ? [...value.keys()] : Object.keys(value).sort();
  pending.push({ text: isList ? "]" : "}" });
  for (let index = keys.length - 1; index >= 0; index -= 1) {
    const key = keys[index] ?? 0;
    pending.push({ value: (value as Json)[key] });
    pending.push({ text: `${index > 0 ? "," : ""}${isList ? "" : `${JSON.stringify(key)}:`}` });
  }
  pending.push({ text: isList ? "[" : "{" });
}

/** Integers beyond 2^53 are strings where the body was read as text, and numbers where it was parsed before. */
function scalar(value: unknown): string {
  const isLong = typeof value === "number" && Number.isInteger(value) && !Number.isSafeInteger(value);
  return isLong || typeof value === "bigint" ? `"${value}"` : (JSON.stringify(value) ?? "null");
}

/** Everything that tells an event without an id of Meta's from another one. */
export interface Trace {
  entry: Json;
  field: string;
  phoneNumberId: string | undefined;
  /** The array it stands in; empty for a whole change or entry. */
  key: string;
  element: unknown;
}

/** Makes ids for events that Meta gave none. Equal ones in one payload are told apart by their order. */
export function digestIds(): (trace: Trace) => string {
  const seen = new Map<string, number>();
  return ({ entry, field, phoneNumberId, key, element }) => {
    const facts = [entry.id ?? null, entry.time ?? null, field, phoneNumberId ?? null, key, element];
    const id = `digest#${digest(canonical(facts))}`;
    const ordinal = seen.get(id) ?? 0;
    seen.set(id, ordinal + 1);
    return ordinal === 0 ? id : `${id}.${ordinal}`;
  };
}

/** A message's own id. */
export const messageId = ({ id }: Json): string | undefined => joined([textOf(id)]);

/** A status is one event per message, status, group member and, for payments, attempt and refund. */
export function statusId(status: Json): string | undefined {
  const participant =
    textOf(status.recipient_participant_user_id) ??
    textOf(status.recipient_participant_id) ??
    textOf(status.participant_recipient_id);
  const payment = isObject(status.payment) ? paymentFacts(status.payment) : [];
  const state = textOf(status.status);
  return state && joined([textOf(status.id), state, participant, ...payment]);
}

/** A failed attempt and a refund leave the order's status as it was: they are events of their own all the same. */
function paymentFacts({ transaction, refunds }: Json): (string | undefined)[] {
  const steps = [transaction, ...(Array.isArray(refunds) ? refunds : [])].filter(isObject);
  return steps.flatMap(({ id, status }) => [textOf(id), textOf(status)]);
}

/** A call is one event per thing that happened to it, and per recording or transcript. */
export function callId(call: Json): string | undefined {
  const { audio } = isObject(call.call_recording) ? call.call_recording : {};
  const { document } = isObject(call.call_transcript) ? call.call_transcript : {};
  const file = isObject(audio) ? audio.id : isObject(document) ? document.id : undefined;
  const event = textOf(call.event);
  return event && joined([textOf(call.id), event, textOf(file)]);
}

/** Parts of an id; `undefined` without the first. What separates parts, or marks a digest, is escaped inside them. */
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
