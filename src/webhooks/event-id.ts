import { digest } from "./digest.ts";
import type { Json } from "./loose.ts";

/** Below this depth a payload no longer matters for telling events apart. */
const maximumDepth = 200;

/** JSON with its keys sorted: equal for the same content however it was serialised. */
export function canonical(value: unknown, depth = 0): string {
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "null";
  if (depth > maximumDepth) return '"…"';
  if (Array.isArray(value)) return `[${value.map((element) => canonical(element, depth + 1)).join(",")}]`;
  const members = Object.keys(value)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonical((value as Json)[key], depth + 1)}`);
  return `{${members.join(",")}}`;
}

/** Where an event without an id of Meta's stands. */
export interface Place {
  entry: Json;
  field: string;
  element: unknown;
}

/**
 * Makes ids for events that Meta gave none: a digest of account, time, field and content. Equal elements of one
 * payload are told apart by their order.
 */
export function digestIds(): (place: Place) => string {
  const seen = new Map<string, number>();
  return ({ entry, field, element }) => {
    const content = canonical([entry.id ?? null, entry.time ?? null, field, element]);
    const ordinal = seen.get(content) ?? 0;
    seen.set(content, ordinal + 1);
    return `sha256:${digest(`${content} ${ordinal}`)}`;
  };
}

/** A status is one event per message, status, group member and, for payments, transaction. */
export function statusId(status: Json): string | undefined {
  const { id, status: state } = status;
  if (typeof id !== "string" || id === "" || typeof state !== "string") return undefined;
  const participant =
    status.recipient_participant_user_id ??
    status.recipient_participant_id ??
    status.participant_recipient_id;
  const payment = status.payment as Json | undefined;
  const transaction = (payment?.transaction as Json | undefined)?.id;
  return [id, state, participant, transaction].filter((part) => part !== undefined).join(":");
}

/** A call is one event per thing that happened to it. */
export const callId = ({ id, event }: Json): string | undefined =>
  typeof id === "string" && id !== "" && typeof event === "string" ? `${id}:${event}` : undefined;

/** A message's own id. */
export const messageId = ({ id }: Json): string | undefined =>
  typeof id === "string" && id !== "" ? id : undefined;
