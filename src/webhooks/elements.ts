import { callSchema, callStatusSchema } from "../types/webhooks/calls.ts";
import type { EventBase, WebhookEvent } from "../types/webhooks/events.ts";
import { replyTypes } from "../types/webhooks/message-contents.ts";
import { type IncomingMessage, messageSchemas } from "../types/webhooks/messages.ts";
import { groupSchema, userActionSchema, userPreferenceSchema } from "../types/webhooks/number-values.ts";
import { type Chat, type WebhookSender, webhookErrorSchema } from "../types/webhooks/people.ts";
import { statusSchema } from "../types/webhooks/statuses.ts";
import { callId, messageId, statusId } from "./event-id.ts";
import { type Json, objectOr, typed } from "./loose.ts";
import {
  addresseeOf,
  authorOf,
  chatOf,
  contactOf,
  type Identity,
  isBusiness,
  recipientOf,
  senderOf,
  statusGroup,
} from "./people.ts";

/** An element of a change's arrays, and the change's value around it. */
export interface Element {
  element: Json;
  value: Json;
  field: string;
}

/** An event without what is the same for all of them; `id` where Meta gave one. */
export type Draft<Event extends WebhookEvent = WebhookEvent> = Event extends WebhookEvent
  ? Omit<Event, keyof EventBase> & { id?: string | undefined }
  : never;

export type UnknownDraft = Draft<Extract<WebhookEvent, { type: "unknown" }>>;

type Reader = (element: Element) => Draft;

/** What each array of a value is made of, in the order its events are given. */
export const readers: Readonly<Record<string, Reader>> = {
  messages: readMessage,
  message_echoes: readEcho,
  statuses: readStatus,
  calls: readCall,
  groups: readGroup,
  user_preferences: readPreference,
  user_actions: readAction,
  errors: readError,
};

function readMessage({ element, value }: Element): Draft {
  const id = messageId(element);
  const identity = authorOf(element);
  const contact = contactOf(value, identity);
  const from = senderOf(identity, contact);
  const chat = chatOf(element.group_id, from) ?? from;
  const { message, reason } = messageOf(element);
  if (message === undefined) return { type: "unknown", id, reason, ...known(from, chat) };
  return { type: "message", id, message, from, chat, ...(contact === undefined ? {} : { contact }) };
}

function readEcho({ element, value }: Element): Draft {
  const id = messageId(element);
  const identity = addresseeOf(element);
  const contact = contactOf(value, identity);
  const chat = chatOf(element.group_id, senderOf(identity, contact));
  const { message, reason } = messageOf(element);
  if (message === undefined) return { type: "unknown", id, reason, ...known(undefined, chat) };
  return {
    type: "message_echo",
    id,
    message,
    ...(chat === undefined ? {} : { chat }),
    ...(contact === undefined ? {} : { contact }),
  };
}

/** The message by its type, or by the content it carries where the type is missing. */
function messageOf(element: Json): { message: IncomingMessage | undefined; reason: "type" | "shape" } {
  const type = typeof element.type === "string" ? element.type : contentKey(element);
  const schema = Object.hasOwn(messageSchemas, type)
    ? messageSchemas[type as IncomingMessage["type"]]
    : undefined;
  if (schema === undefined) return { message: undefined, reason: "type" };
  const message = typed<IncomingMessage>(schema(), withType(element, type));
  const isNewReply = type === "interactive" && message === undefined && hasUnknownReply(element);
  return { message, reason: isNewReply ? "type" : "shape" };
}

const contentKey = (element: Json): string =>
  Object.keys(messageSchemas).find((key) => key !== "unknown" && element[key] !== undefined) ?? "";

/** Some of Meta's samples leave `type` out, or give `interactive` a type that is not the reply's. */
function withType(element: Json, type: string): Json {
  const reply = objectOr(element.interactive);
  const isForm = type === "interactive" && reply.nfm_reply !== undefined && reply.type !== "nfm_reply";
  if (element.type === type && !isForm) return element;
  return { ...element, type, ...(isForm ? { interactive: { ...reply, type: "nfm_reply" } } : {}) };
}

function hasUnknownReply({ interactive }: Json): boolean {
  const { type } = objectOr(interactive);
  return typeof type === "string" && !replyTypes.has(type);
}

function readStatus(source: Element): Draft {
  const { element, value, field } = source;
  if (field === "calls" || element.type === "call") return readCallStatus(source);
  const id = statusId(element);
  const group = statusGroup(element);
  const identity = recipientOf(element);
  const chat = chatOf(group, group === undefined ? senderOf(identity, contactOf(value, identity)) : identity);
  const status = typed(statusSchema(), withAliases(element));
  if (status === undefined) return { type: "unknown", id, reason: "shape", ...known(undefined, chat) };
  return { type: "status", id, status, ...(chat === undefined ? {} : { chat }) };
}

/** Spellings that stood in Meta's documentation for a while. */
function withAliases(status: Json): Json {
  const { parent_recipient_user_id: parent, participant_recipient_id: participant } = status;
  if (parent === undefined && participant === undefined) return status;
  return {
    ...status,
    recipient_parent_user_id: status.recipient_parent_user_id ?? parent,
    recipient_participant_id: status.recipient_participant_id ?? participant,
  };
}

function readCallStatus({ element, value }: Element): Draft {
  const id = statusId(element);
  const identity = recipientOf(element);
  const chat = chatOf(undefined, senderOf(identity, contactOf(value, identity)));
  const status = typed(callStatusSchema(), element);
  if (status === undefined) return { type: "unknown", id, reason: "shape", ...known(undefined, chat) };
  return { type: "call_status", id, status, ...(chat === undefined ? {} : { chat }) };
}

function readCall({ element, value }: Element): Draft {
  const id = callId(element);
  const identity = customerOf(element, value);
  const contact = contactOf(value, identity);
  const chat = chatOf(undefined, senderOf(identity, contact));
  const call = typed(callSchema(), element);
  if (call === undefined) return { type: "unknown", id, reason: "shape", ...known(undefined, chat) };
  return {
    type: "call",
    id,
    call,
    ...(chat === undefined ? {} : { chat }),
    ...(contact === undefined ? {} : { contact }),
  };
}

/** The end of a call that is not the business; one of Meta's samples has `from` and `to` the wrong way round. */
function customerOf(call: Json, value: Json): Identity {
  const outgoing = call.direction === "BUSINESS_INITIATED";
  const [first, second] = outgoing
    ? [addresseeOf(call), authorOf(call)]
    : [authorOf(call), addresseeOf(call)];
  return isBusiness(value, first.wa_id) ? second : first;
}

function readGroup({ element, field }: Element): Draft {
  const value = typed(groupSchema(), element);
  if (value === undefined) return { type: "unknown", reason: "shape" };
  return { type: field as "group_lifecycle_update", value };
}

function readPreference({ element, value: around }: Element): Draft {
  const identity: Identity = { wa_id: element.wa_id as string, user_id: element.user_id as string };
  const chat = chatOf(undefined, senderOf(identity, contactOf(around, identity)));
  const value = typed(userPreferenceSchema(), element);
  if (value === undefined) return { type: "unknown", reason: "shape", ...known(undefined, chat) };
  return { type: "user_preferences", value, ...(chat === undefined ? {} : { chat }) };
}

function readAction({ element }: Element): Draft {
  const value = typed(userActionSchema(), element);
  return value === undefined ? { type: "unknown", reason: "shape" } : { type: "user_action", value };
}

function readError({ element }: Element): Draft {
  const error = typed(webhookErrorSchema(), element);
  return error === undefined ? { type: "unknown", reason: "shape" } : { type: "error", error };
}

const known = (from: WebhookSender | undefined, chat: Chat | undefined) => ({
  ...(from === undefined || Object.keys(from).length === 0 ? {} : { from }),
  ...(chat === undefined || Object.keys(chat).length === 0 ? {} : { chat }),
});
