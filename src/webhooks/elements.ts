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
import { readMessage as readTyped } from "../types/webhooks/read-message.ts";
import { typed } from "../types/webhooks/schema.ts";
import { statusSchema } from "../types/webhooks/statuses.ts";
import { type Json, setDefined } from "../utils/json.ts";
import { callId, messageId, statusId } from "./event-id.ts";
import {
  addresseeOf,
  authorOf,
  chatOf,
  customerOf,
  groupOf,
  memberOf,
  namedBy,
  type Person,
  personOf,
  recipientOf,
} from "./identity.ts";
import { withGroupType, withStatusKeys } from "./legacy-keys.ts";

/** An element of one of a change's arrays, with what stands around it. */
interface Element {
  element: Json;
  value: Json;
  /** The field's name today. */
  field: string;
}

/** An event without what is the same for all of them. */
export type Draft<Event extends WebhookEvent = WebhookEvent> = Event extends WebhookEvent
  ? Omit<Event, keyof EventBase>
  : never;

type Reader = (element: Element) => Draft;

/** The id Meta gave the elements of an array, where it gives one. */
export const ids: ReadonlyMap<string, (element: Json) => string | undefined> = new Map([
  ["messages", messageId],
  ["message_echoes", messageId],
  ["statuses", statusId],
  ["calls", callId],
]);

/** How the elements of each array become events. */
export const readers: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ["messages", readMessage],
  ["message_echoes", readEcho],
  ["statuses", readStatus],
  ["calls", readCall],
  ["groups", readGroup],
  ["user_preferences", readPreference],
  ["user_actions", readAction],
  ["errors", readError],
]);

function readMessage({ element, value }: Element): Draft {
  const { sender: from, contact } = personOf(value, authorOf(element));
  const chat = chatOf(element.group_id, from) ?? from;
  const { message, reason } = readTyped(element);
  if (message === undefined) return unknown(reason, { from, chat });
  const draft: Draft<MessageEvent> = { type: "message", message, from, chat };
  setDefined(draft, "contact", contact);
  if (value.conversation_context !== undefined) {
    setDefined(draft, "conversationContext", typed(conversationContextSchema(), value.conversation_context));
  }
  return draft;
}

function readEcho({ element, value }: Element): Draft {
  const person = personOf(value, addresseeOf(element));
  const { message, reason } = readTyped(element);
  const draft = message === undefined ? unknown(reason, {}) : { type: "message_echo" as const, message };
  return withChat(draft, element.group_id, person);
}

function readStatus(source: Element): Draft {
  const { element, value, field } = source;
  if (field === "calls" || element.type === "call") return readCallStatus(source);
  const group = groupOf(element);
  const person = personOf(value, group === undefined ? recipientOf(element) : memberOf(element));
  const status = typed(statusSchema(), withStatusKeys(element));
  const draft = status === undefined ? unknown("shape", {}) : { type: "status" as const, status };
  return withChat(draft, group, person);
}

function readCallStatus({ element, value }: Element): Draft {
  const person = personOf(value, recipientOf(element));
  const status = typed(callStatusSchema(), withStatusKeys(element));
  const draft = status === undefined ? unknown("shape", {}) : { type: "call_status" as const, status };
  return withChat(draft, undefined, person);
}

function readCall({ element, value }: Element): Draft {
  const person = personOf(value, customerOf(element, value));
  const call = typed(callSchema(), element);
  const draft = call === undefined ? unknown("shape", {}) : { type: "call" as const, call };
  return withChat(draft, undefined, person);
}

function readGroup({ element, field }: Element): Draft {
  const type = field as keyof GroupValues;
  const value = typed<GroupValues[typeof type]>(groupSchemas[type](), withGroupType(element));
  if (value === undefined) return unknown("shape", { chat: chatOf(element.group_id, {}) });
  return { type, value, chat: { group_id: value.group_id } } as Draft<GroupEvent>;
}

function readPreference({ element, value: around }: Element): Draft {
  const person = personOf(around, namedBy(element));
  const value = typed(userPreferenceSchema(), element);
  const draft = value === undefined ? unknown("shape", {}) : { type: "user_preferences" as const, value };
  return withChat(draft, undefined, person);
}

function readAction({ element }: Element): Draft {
  const value = typed(userActionSchema(), element);
  return value === undefined ? unknown("shape", {}) : { type: "user_action", value };
}

function readError({ element }: Element): Draft {
  const error = typed(webhookErrorSchema(), element);
  return error === undefined ? unknown("shape", {}) : { type: "error", error };
}

type DraftWithChat = Draft<Extract<WebhookEvent, { contact?: unknown }>> | Draft<UnknownEvent>;

function withChat(draft: DraftWithChat, group: unknown, { sender, contact }: Person): Draft {
  setDefined(draft, "chat", chatOf(group, sender));
  if (draft.type !== "unknown") setDefined(draft, "contact", contact);
  return draft;
}

interface Readable {
  from?: WebhookSender | undefined;
  chat?: Chat | undefined;
}

/** An event for what could not be typed, with what could be read of it all the same. */
export function unknown(reason: UnknownEvent["reason"], { from, chat }: Readable): Draft<UnknownEvent> {
  const draft: Draft<UnknownEvent> = { type: "unknown", reason };
  if (isFilled(from)) draft.from = from;
  if (isFilled(chat)) draft.chat = chat;
  return draft;
}

const isFilled = (value: object | undefined): boolean => value !== undefined && Object.keys(value).length > 0;
