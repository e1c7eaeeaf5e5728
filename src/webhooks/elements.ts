import { callSchema, callStatusSchema } from "../types/webhooks/calls.ts";
import { webhookErrorSchema } from "../types/webhooks/errors.ts";
import type { EventBase, MessageEvent, UnknownEvent, WebhookEvent } from "../types/webhooks/events.ts";
import { type GroupValues, groupSchemas } from "../types/webhooks/groups.ts";
import { conversationContextSchema } from "../types/webhooks/handovers.ts";
import type { Chat, WebhookSender } from "../types/webhooks/identity.ts";
import { userActionSchema, userPreferenceSchema } from "../types/webhooks/number-values.ts";
import { readMessage } from "../types/webhooks/read-message.ts";
import { read, type Schema, under } from "../types/webhooks/schema.ts";
import { statusSchema } from "../types/webhooks/statuses.ts";
import { type Json, setDefined } from "../utils/json.ts";
import { callId, messageId, statusId } from "./event-id.ts";
import {
  findGroup,
  findPerson,
  type Person,
  readAddressee,
  readAuthor,
  readCustomer,
  readIdentity,
  readMember,
  readRecipient,
  toChat,
} from "./identity.ts";
import { withGroupType, withStatusKeys } from "./legacy-keys.ts";

/** An element of one of a change's arrays, and the context it appears in. */
interface Element {
  element: Json;
  value: Json;
  /** The field's current name. */
  field: string;
  /** Collects the paths of the keys that are left out. */
  omitted: string[];
}

/** An event without the keys that all events share. */
export type Draft<Event extends WebhookEvent = WebhookEvent> = Event extends WebhookEvent
  ? Omit<Event, keyof EventBase>
  : never;

type Drafter = (element: Element) => Draft;

/** Reads the id of an element, for the arrays whose elements have one. */
export const idReaders: ReadonlyMap<
  string,
  (element: Json, phoneNumberId: string | undefined) => string | undefined
> = new Map([
  ["messages", messageId],
  ["message_echoes", messageId],
  ["statuses", statusId],
  ["calls", callId],
]);

/** Turns the elements of each array into events. */
export const drafters: ReadonlyMap<string, Drafter> = new Map<string, Drafter>([
  ["messages", draftMessage],
  ["message_echoes", draftEcho],
  ["statuses", draftStatus],
  ["calls", draftCall],
  ["groups", draftGroup],
  ["user_preferences", draftPreference],
  ["user_actions", (source) => draftAs("user_action", "value", userActionSchema, source)],
  ["errors", (source) => draftAs("error", "error", webhookErrorSchema, source)],
]);

function draftMessage({ element, value, omitted }: Element): Draft {
  const { sender: from, contact } = findPerson(value, readAuthor(element), omitted);
  const { message, reason } = readMessage(element, under("message", omitted));
  // What a customer's new id is may be missing; the notice of it is a message nevertheless.
  const chat = toChat(element.group_id, from) ?? (message?.type === "system" ? from : undefined);
  if (message === undefined || chat === undefined) return draftUnknown(reason ?? "shape", { from, chat });
  const draft: Draft<MessageEvent> = { type: "message", message, from, chat };
  setDefined(draft, "contact", contact);
  const { conversation_context: conversationContext } = value;
  return conversationContext === undefined
    ? draft
    : Object.assign(draft, read(contextSchema, { conversationContext }, { trail: [], omitted }));
}

const contextSchema = { conversationContext: conversationContextSchema };

/** Without its addressee, an echo is unknown. */
function draftEcho({ element, value, omitted }: Element): Draft {
  const { sender, contact } = findPerson(value, readAddressee(element), omitted);
  const chat = toChat(element.group_id, sender);
  const { message, reason } = readMessage(element, under("message", omitted));
  if (message === undefined || chat === undefined) return draftUnknown(reason ?? "shape", { chat });
  return withContact({ type: "message_echo", message, chat }, contact);
}

function draftStatus({ value, omitted, ...source }: Element): Draft {
  const element = withStatusKeys(source.element);
  const isCall = source.field === "calls" || element.type === "call";
  const group = isCall ? undefined : findGroup(element);
  const identity = group === undefined ? readRecipient(element) : readMember(element);
  const status = { ...source, value, omitted, element };
  const draft = isCall
    ? draftAs("call_status", "status", callStatusSchema, status)
    : draftAs("status", "status", statusSchema, status);
  return withChat(draft, group, findPerson(value, identity, omitted));
}

function draftCall(source: Element): Draft {
  const person = findPerson(source.value, readCustomer(source.element, source.value), source.omitted);
  return withChat(draftAs("call", "call", callSchema, source), undefined, person, person.sender);
}

function draftGroup(source: Element): Draft {
  const type = source.field as keyof GroupValues;
  const element = withGroupType(source.element);
  const draft = draftAs(type, "value", groupSchemas[type], { ...source, element });
  return withChat(draft, element.group_id, { sender: {}, contact: undefined });
}

/** Without the customer, a preference is unknown. */
function draftPreference(source: Element): Draft {
  const person = findPerson(source.value, readIdentity(source.element), source.omitted);
  const known = draftAs("user_preferences", "value", userPreferenceSchema, source);
  const draft = toChat(undefined, person.sender) ? known : draftUnknown("shape", {});
  return withChat(draft, undefined, person, person.sender);
}

/** An event of this type with the element under that key; an unknown one if the element does not match. */
function draftAs(type: WebhookEvent["type"], key: string, schema: Schema, source: Element): Draft {
  const found = read(schema, source.element, under(key, source.omitted));
  // The callers' tables pair each type with its key and schema, which the compiler cannot follow here.
  return found === undefined ? draftUnknown("shape", {}) : ({ type, [key]: found } as unknown as Draft);
}

/** Adds where to send a reply, and the contact; to an unknown event the sender. */
function withChat(draft: Draft, group: unknown, { sender, contact }: Person, from?: WebhookSender): Draft {
  const chat = toChat(group, sender);
  if (draft.type === "unknown") return draftUnknown(draft.reason, { from, chat });
  return withContact(chat === undefined ? draft : Object.assign(draft, { chat }), contact);
}

const withContact = (draft: Draft, contact: Person["contact"]): Draft =>
  contact === undefined ? draft : Object.assign(draft, { contact });

interface Readable {
  from?: WebhookSender | undefined;
  chat?: Chat | undefined;
}

/** An event for an element that does not match any type, with whatever could be read from it. */
export function draftUnknown(reason: UnknownEvent["reason"], { from, chat }: Readable): Draft<UnknownEvent> {
  const draft: Draft<UnknownEvent> = { type: "unknown", reason };
  if (isFilled(from)) draft.from = from;
  if (isFilled(chat)) draft.chat = chat;
  return draft;
}

const isFilled = (value: object | undefined): boolean => value !== undefined && Object.keys(value).length > 0;
