import { callSchema, callStatusSchema } from "../types/webhooks/calls.ts";
import { webhookErrorSchema } from "../types/webhooks/errors.ts";
import type {
  EventBase,
  GroupEvent,
  MessageEvent,
  UnknownEvent,
  WebhookEvent,
} from "../types/webhooks/events.ts";
import { type GroupValues, groupSchemas } from "../types/webhooks/groups.ts";
import { conversationContextSchema } from "../types/webhooks/handovers.ts";
import type { Chat, WebhookSender } from "../types/webhooks/identity.ts";
import { userActionSchema, userPreferenceSchema } from "../types/webhooks/number-values.ts";
import { readMessage } from "../types/webhooks/read-message.ts";
import { typed } from "../types/webhooks/schema.ts";
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
}

/** An event without the keys that all events share. */
export type Draft<Event extends WebhookEvent = WebhookEvent> = Event extends WebhookEvent
  ? Omit<Event, keyof EventBase>
  : never;

type Reader = (element: Element) => Draft;

/** Reads the id of an element, for the arrays whose elements have one. */
export const idReaders: ReadonlyMap<string, (element: Json) => string | undefined> = new Map([
  ["messages", messageId],
  ["message_echoes", messageId],
  ["statuses", statusId],
  ["calls", callId],
]);

/** Turns the elements of each array into events. */
export const drafters: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ["messages", draftMessage],
  ["message_echoes", draftEcho],
  ["statuses", draftStatus],
  ["calls", draftCall],
  ["groups", draftGroup],
  ["user_preferences", draftPreference],
  ["user_actions", draftAction],
  ["errors", draftError],
]);

function draftMessage({ element, value }: Element): Draft {
  const { sender: from, contact } = findPerson(value, readAuthor(element));
  const chat = toChat(element.group_id, from) ?? from;
  const { message, reason } = readMessage(element);
  if (message === undefined) return draftUnknown(reason, { from, chat });
  const draft: Draft<MessageEvent> = { type: "message", message, from, chat };
  setDefined(draft, "contact", contact);
  if (value.conversation_context !== undefined) {
    setDefined(draft, "conversationContext", typed(conversationContextSchema(), value.conversation_context));
  }
  return draft;
}

function draftEcho({ element, value }: Element): Draft {
  const person = findPerson(value, readAddressee(element));
  const { message, reason } = readMessage(element);
  const draft = message === undefined ? draftUnknown(reason, {}) : { type: "message_echo" as const, message };
  return withChat(draft, element.group_id, person);
}

function draftStatus(source: Element): Draft {
  const { element, value, field } = source;
  if (field === "calls" || element.type === "call") return draftCallStatus(source);
  const group = findGroup(element);
  const person = findPerson(value, group === undefined ? readRecipient(element) : readMember(element));
  const status = typed(statusSchema(), withStatusKeys(element));
  const draft = status === undefined ? draftUnknown("shape", {}) : { type: "status" as const, status };
  return withChat(draft, group, person);
}

function draftCallStatus({ element, value }: Element): Draft {
  const person = findPerson(value, readRecipient(element));
  const status = typed(callStatusSchema(), withStatusKeys(element));
  const draft = status === undefined ? draftUnknown("shape", {}) : { type: "call_status" as const, status };
  return withChat(draft, undefined, person);
}

function draftCall({ element, value }: Element): Draft {
  const person = findPerson(value, readCustomer(element, value));
  const call = typed(callSchema(), element);
  const draft = call === undefined ? draftUnknown("shape", {}) : { type: "call" as const, call };
  return withChat(draft, undefined, person);
}

function draftGroup({ element, field }: Element): Draft {
  const type = field as keyof GroupValues;
  const value = typed<GroupValues[typeof type]>(groupSchemas[type](), withGroupType(element));
  if (value === undefined) return draftUnknown("shape", { chat: toChat(element.group_id, {}) });
  return { type, value, chat: { group_id: value.group_id } } as Draft<GroupEvent>;
}

function draftPreference({ element, value: around }: Element): Draft {
  const person = findPerson(around, readIdentity(element));
  const value = typed(userPreferenceSchema(), element);
  const draft =
    value === undefined ? draftUnknown("shape", {}) : { type: "user_preferences" as const, value };
  return withChat(draft, undefined, person);
}

function draftAction({ element }: Element): Draft {
  const value = typed(userActionSchema(), element);
  return value === undefined ? draftUnknown("shape", {}) : { type: "user_action", value };
}

function draftError({ element }: Element): Draft {
  const error = typed(webhookErrorSchema(), element);
  return error === undefined ? draftUnknown("shape", {}) : { type: "error", error };
}

type DraftWithChat = Draft<Extract<WebhookEvent, { contact?: unknown }>> | Draft<UnknownEvent>;

function withChat(draft: DraftWithChat, group: unknown, { sender, contact }: Person): Draft {
  setDefined(draft, "chat", toChat(group, sender));
  if (draft.type !== "unknown") setDefined(draft, "contact", contact);
  return draft;
}

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
