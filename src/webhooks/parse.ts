import { type ChangeValues, changeSchemas } from "../types/webhooks/changes.ts";
import type {
  ChangeEvent,
  EventBase,
  UnknownReason,
  WebhookEvent,
  WebhookEventType,
} from "../types/webhooks/events.ts";
import { groupSchemas } from "../types/webhooks/groups.ts";
import { read, type Schema, under } from "../types/webhooks/schema.ts";
import type { Sha256 } from "../utils/find-sha256.ts";
import { idText, isObject, type Json, setDefined, toObject } from "../utils/json.ts";
import { type Draft, drafters, draftUnknown, idReaders } from "./elements.ts";
import { digestIds, type Trace } from "./event-id.ts";
import { findPerson, readIdentity, toChat } from "./identity.ts";
import { canonicalField, withChangeKeys } from "./legacy-keys.ts";
import { type Envelope, readEnvelopes } from "./payload.ts";

/** Fields whose value holds lists: one event per element. */
const listFields = new Set([
  "messages",
  "calls",
  "message_echoes",
  "smb_message_echoes",
  "user_preferences",
  ...Object.keys(groupSchemas),
]);

/** What stands beside the lists of a value. Any other key there becomes an event of its own. */
const listValueKeys = new Set([
  "messaging_product",
  "metadata",
  "contacts",
  "conversation_context",
  "timestamp",
]);

const envelopeKeys = new Set(["object", "entry"]);
const entryKeys = new Set(["id", "time", "changes"]);
const changeKeys = new Set(["field", "value"]);

/** Every `type` an event can have. */
export const eventTypes: ReadonlySet<string> = new Set<WebhookEventType>([
  "message",
  "status",
  "message_echo",
  "call",
  "call_status",
  "error",
  "user_action",
  "user_preferences",
  ...(Object.keys(groupSchemas) as (keyof typeof groupSchemas)[]),
  ...(Object.keys(changeSchemas) as (keyof ChangeValues)[]),
  "unknown",
]);

/** The place of an event in a notification. */
interface Place {
  entry: Json;
  field: string;
  value: Json;
  phoneNumberId: string | undefined;
  businessAccountId: string;
  digestId: (trace: Trace) => string;
}

/** Parses a webhook into events; see `parseWebhook`. */
export function parseEvents(input: string | Uint8Array | object, sha256: Sha256): WebhookEvent[] {
  const events: WebhookEvent[] = [];
  const digestId = digestIds(sha256);
  for (const envelope of readEnvelopes(input)) {
    for (const entry of envelope.entry) readEntry(envelope, entry, { digestId, events });
    readOthers(envelope, envelopeKeys, events, () => locate({}, {}, digestId));
  }
  return events;
}

/** Shared by the readers of one payload. */
interface Batch {
  digestId: Place["digestId"];
  events: WebhookEvent[];
}

function readEntry({ object }: Envelope, raw: unknown, { digestId, events }: Batch): void {
  const entry = toObject(raw);
  const isOurs = object === "whatsapp_business_account";
  const reason = isOurs ? "shape" : "object";
  const { changes } = entry;
  if (!Array.isArray(changes) || (!isOurs && changes.length === 0)) {
    events.push(toUnknownEvent(locate(entry, {}, digestId), reason, raw));
    return;
  }
  for (const change of changes) {
    const place = locate(entry, toObject(change), digestId);
    if (isOurs) readChange(place, change, events);
    else events.push(toUnknownEvent(place, reason, change));
  }
  readOthers(entry, entryKeys, events, () => locate(entry, {}, digestId), reason);
}

/** What stands beside the known keys becomes events of its own: nothing that arrives is dropped in silence. */
function readOthers(
  object: Json,
  known: ReadonlySet<string>,
  events: WebhookEvent[],
  findPlace: () => Place,
  reason: UnknownReason = "shape",
): void {
  for (const key in object) {
    const piece = object[key];
    if (!known.has(key) && isPresent(piece))
      events.push(toUnknownEvent(findPlace(), reason, { [key]: piece }, key));
  }
}

const isPresent = (value: unknown): boolean => value !== undefined && value !== null;

function locate(entry: Json, change: Json, digestId: Place["digestId"]): Place {
  const field = typeof change.field === "string" ? change.field : "";
  const value = toObject(change.value);
  const phoneNumberId = findPhoneNumberId(value);
  return {
    entry,
    field,
    value,
    phoneNumberId,
    businessAccountId: findAccountId(entry, field, value),
    digestId,
  };
}

function readChange(place: Place, change: unknown, events: WebhookEvent[]): void {
  const name = canonicalField(place.field);
  const before = events.length;
  if (listFields.has(name)) {
    readLists(place, name, events);
    readOthers(toObject(change), changeKeys, events, () => place);
  } else if (Object.hasOwn(changeSchemas, name)) {
    events.push(readValue(place, name as keyof ChangeValues, change));
  } else events.push(toUnknownEvent(place, isObject(change) ? "field" : "shape", change));
  if (events.length === before) events.push(toUnknownEvent(place, "shape", change));
}

/** A value in place of a list is read as its only element, so nothing is lost. */
function readLists(place: Place, field: string, events: WebhookEvent[]): void {
  const { value } = place;
  for (const key of Object.keys(value)) {
    const draft = key === "groups" && !Object.hasOwn(groupSchemas, field) ? undefined : drafters.get(key);
    if (draft !== undefined) {
      for (const element of toElements(value[key])) {
        const omitted: string[] = [];
        const drafted = isObject(element)
          ? draft({ element, value, field, omitted })
          : draftUnknown("shape", {});
        events.push(toEvent(place, drafted, element, { key, omitted }));
      }
    } else if (!listValueKeys.has(key) && isPresent(value[key])) {
      events.push(toUnknownEvent(place, "shape", { [key]: value[key] }, key));
    }
  }
}

const toElements = (list: unknown): readonly unknown[] =>
  Array.isArray(list) ? list : isPresent(list) ? [list] : [];

function readValue(place: Place, field: keyof ChangeValues, change: unknown): WebhookEvent {
  const omitted: string[] = [];
  const given = toObject(change).value;
  const schema: Schema = changeSchemas[field];
  const value = isObject(given) && read(schema, withChangeKeys(field, given), under("value", omitted));
  if (!value) return toUnknownEvent(place, "shape", change);
  const draft = { type: field, value } as unknown as Draft<ChangeEvent>;
  if (field === "messaging_handovers") {
    const { sender } = findPerson(place.value, readIdentity(toObject(place.value.sender)), omitted);
    setDefined(draft, "chat", toChat(undefined, sender));
  }
  return toEvent(place, draft, change, { key: "", omitted });
}

function toUnknownEvent(place: Place, reason: UnknownReason, raw: unknown, key = ""): WebhookEvent {
  const { sender: from } = findPerson(place.value, {}, []);
  const draft = draftUnknown(reason, { from, chat: toChat(undefined, from) });
  return toEvent(place, draft, raw, { key, omitted: [] });
}

interface Origin {
  /** The list that contains the element; empty for a whole change or entry. */
  key: string;
  /** The paths of the keys that were left out. */
  omitted: string[];
}

/** Completes a draft with the keys that all events share. */
function toEvent(place: Place, draft: Draft, raw: unknown, { key, omitted }: Origin): WebhookEvent {
  const { entry, field, value, phoneNumberId, businessAccountId, digestId } = place;
  const element = toObject(raw);
  const id =
    idReaders.get(key)?.(element, phoneNumberId) ??
    digestId({ entry, field, phoneNumberId, key, element: raw, value });
  const base: EventBase & { type: string } = { type: draft.type, id, field, businessAccountId, raw };
  setDefined(base, "phoneNumberId", phoneNumberId);
  setDefined(base, "timestamp", toDate(element.timestamp) ?? toDate(value.timestamp) ?? toDate(entry.time));
  if (omitted.length > 0 && draft.type !== "unknown") base.omitted = omitted;
  return Object.assign(base, draft) as WebhookEvent;
}

/** In `metadata`, except for handovers and settings. */
const findPhoneNumberId = ({
  metadata,
  recipient,
  phone_number_settings: settings,
}: Json): string | undefined => idText(toObject(metadata ?? recipient ?? settings).phone_number_id);

/** In partner events, Meta puts the business portfolio in place of the account's id. */
function findAccountId(entry: Json, field: string, value: Json): string {
  const isAboutPartners = field === "account_update" || field === "partner_solutions";
  const named = isAboutPartners ? idText(toObject(value.waba_info).waba_id) : undefined;
  return named ?? idText(entry.id) ?? "";
}

/** As Unix seconds, this is the year 5138: larger times are milliseconds, which Messenger's webhooks use. */
const firstMillisecond = 100_000_000_000;

/** Converts Unix time, in seconds or milliseconds, to a date. */
function toDate(time: unknown): Date | undefined {
  const text = idText(time);
  if (text === undefined) return undefined;
  const amount = Number(text);
  const date = new Date(Math.abs(amount) < firstMillisecond ? amount * 1000 : amount);
  return Number.isNaN(date.getTime()) ? undefined : date;
}
