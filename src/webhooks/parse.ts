import { WebhookPayloadError } from "../errors.ts";
import { accountValueSchemas } from "../types/webhooks/account-values.ts";
import type { EventBase, WebhookEvent } from "../types/webhooks/events.ts";
import { numberValueSchemas } from "../types/webhooks/number-values.ts";
import { templateValueSchemas } from "../types/webhooks/template-values.ts";
import { type Draft, readers } from "./elements.ts";
import { digestIds, type Place } from "./event-id.ts";
import { parseExactJson } from "./exact-json.ts";
import { isObject, type Json, objectOr, textOf, typed } from "./loose.ts";

/** Fields that give one event per change, and what their value must look like. */
const valueSchemas = { ...accountValueSchemas, ...templateValueSchemas, ...numberValueSchemas };

/** Fields that give one event per element of the arrays in their value. */
const elementFields = new Set([
  "messages",
  "calls",
  "smb_message_echoes",
  "message_echoes",
  "user_preferences",
  "group_lifecycle_update",
  "group_participants_update",
  "group_settings_update",
  "group_status_update",
]);

/** Every `type` an event can have. */
export const eventTypes: ReadonlySet<string> = new Set([
  ...["message", "message_echo", "status", "call", "call_status", "error", "user_action", "unknown"],
  ...[...elementFields].filter((field) => field.startsWith("group_") || field === "user_preferences"),
  ...Object.keys(valueSchemas),
]);

/** Other spellings of a field in Meta's documents. */
const fieldAliases: Readonly<Record<string, string>> = {
  group_participant_update: "group_participants_update",
  business_username_update: "business_username_updates",
};

/** What is the same for all events of a payload. */
interface Payload {
  digestId: (place: Place) => string;
  events: WebhookEvent[];
}

/** A change, and the entry it stands in. */
interface Change {
  entry: Json;
  change: unknown;
  /** As received. */
  field: string;
  value: Json;
}

/**
 * Every event of a webhook payload, in order: every entry, change, message and status of the batch.
 *
 * What this version does not know, or what does not look as documented, becomes an `unknown` event with its raw
 * value; nothing is dropped and nothing valid is refused. Check the signature first, with `verifySignature`.
 *
 * @param input the raw body (text or bytes), or an object parsed already; ids beyond 2^53 stay exact only in a raw body.
 * @throws {@link WebhookPayloadError} when it is not JSON, or no webhook: answer 400.
 *
 * @example
 * for (const event of parseWebhook(rawBody)) {
 *   if (event.type === "message" && event.message.type === "text") console.log(event.message.text.body);
 * }
 *
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/overview
 */
export function parseWebhook(input: string | Uint8Array | object): WebhookEvent[] {
  const isText = typeof input === "string" || input instanceof Uint8Array;
  const body = isText ? decoded(input) : input;
  const payload: Payload = { digestId: digestIds(), events: [] };
  const envelopes = Array.isArray(body) ? body : [body];
  for (const envelope of envelopes) readEnvelope(envelope, payload);
  return payload.events;
}

function decoded(input: string | Uint8Array): unknown {
  try {
    return parseExactJson(typeof input === "string" ? input : new TextDecoder().decode(input));
  } catch {
    throw payloadError("is not JSON");
  }
}

function payloadError(problem: string): WebhookPayloadError {
  return new WebhookPayloadError(`Invalid webhook payload: the body ${problem}.`, [
    { path: "", message: problem },
  ]);
}

function readEnvelope(envelope: unknown, payload: Payload): void {
  if (!isObject(envelope) || typeof envelope.object !== "string") {
    throw payloadError("is no webhook: it names no object");
  }
  if (!Array.isArray(envelope.entry)) throw payloadError("is no webhook: it has no list of entries");
  const isOurs = envelope.object === "whatsapp_business_account";
  for (const entry of envelope.entry) readEntry(entry, isOurs ? undefined : "object", payload);
}

function readEntry(raw: unknown, foreign: "object" | undefined, payload: Payload): void {
  const entry = objectOr(raw);
  if (!Array.isArray(entry.changes)) {
    const whole = { entry, change: raw, field: "", value: {} };
    return add(payload, whole, raw, { type: "unknown", reason: foreign ?? "shape" });
  }
  for (const change of entry.changes) {
    const { field, value } = objectOr(change);
    const source = { entry, change, field: textOf(field) ?? "", value: objectOr(value) };
    if (foreign !== undefined || typeof field !== "string" || !isObject(value)) {
      add(payload, source, change, { type: "unknown", reason: foreign ?? "shape" });
    } else {
      readChange(source, payload);
    }
  }
}

function readChange(source: Change, payload: Payload): void {
  const field = Object.hasOwn(fieldAliases, source.field) ? fieldAliases[source.field] : source.field;
  if (field !== undefined && elementFields.has(field)) return readElements(source, field, payload);
  if (field === undefined || !Object.hasOwn(valueSchemas, field)) {
    return add(payload, source, source.change, { type: "unknown", reason: "field" });
  }
  const type = field as keyof typeof valueSchemas;
  const value = typed<unknown>(valueSchemas[type](), source.value);
  const draft = value === undefined ? { type: "unknown", reason: "shape" } : { type, value };
  add(payload, source, source.change, draft as Draft);
}

function readElements(source: Change, field: string, payload: Payload): void {
  const before = payload.events.length;
  for (const [key, read] of Object.entries(readers)) {
    const elements = source.value[key];
    if (elements === undefined || elements === null) continue;
    for (const element of Array.isArray(elements) ? elements : [elements]) {
      const draft: Draft = isObject(element)
        ? read({ element, value: source.value, field })
        : { type: "unknown", reason: "shape" };
      add(payload, source, element, draft);
    }
  }
  if (payload.events.length === before) {
    add(payload, source, source.change, { type: "unknown", reason: "shape" });
  }
}

/** Completes a draft with what every event carries. */
function add(payload: Payload, { entry, field, value }: Change, raw: unknown, draft: Draft): void {
  const { id, ...rest } = draft;
  const phoneNumberId = phoneNumberIdOf(value);
  const timestamp = dateOf(objectOr(raw).timestamp ?? value.timestamp ?? entry.time);
  const base: EventBase = {
    id: id ?? payload.digestId({ entry, field, element: raw }),
    field,
    businessAccountId: textOf(objectOr(value.waba_info).waba_id) ?? textOf(entry.id) ?? "",
    raw,
  };
  if (phoneNumberId !== undefined) base.phoneNumberId = phoneNumberId;
  if (timestamp !== undefined) base.timestamp = timestamp;
  payload.events.push({ ...base, ...rest } as WebhookEvent);
}

/** The fields differ in where they name the business number. */
function phoneNumberIdOf(value: Json): string | undefined {
  const named = objectOr(value.metadata).phone_number_id ?? objectOr(value.recipient).phone_number_id;
  return textOf(named ?? objectOr(value.phone_number_settings).phone_number_id);
}

/** Unix seconds, as text or number. */
function dateOf(value: unknown): Date | undefined {
  const seconds = typeof value === "string" && value !== "" ? Number(value) : value;
  if (typeof seconds !== "number" || !Number.isFinite(seconds)) return undefined;
  const date = new Date(seconds * 1000);
  return Number.isNaN(date.getTime()) ? undefined : date;
}
