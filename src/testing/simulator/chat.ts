import { type Json, toObject, toObjects, toText } from "../../utils/json.ts";
import { findChoices, findLinks, readableText } from "./content.ts";
import type { Customer, OutboxMessage } from "./customers.ts";
import type { MessageEvent, SentMessage } from "./records.ts";
import type { State } from "./state.ts";

/** A message in the chat of a customer, whichever side it is from. */
export interface ChatMessage {
  /** Its wamid. */
  id: string;
  /** Who wrote it. */
  from: "business" | "customer";
  /** Meta's message type: `text`, `template`, … */
  type: string;
  /** The readable part; `undefined` if it has none. */
  text: string | undefined;
  /** The labels of its buttons and rows, then those of its links. */
  buttons: readonly string[];
  /** The message it quotes or reacts to. */
  replyTo: string | undefined;
  /** Milliseconds since the epoch. */
  at: number;
  /** How far it has come. What the customer writes is `sent` until the business marks it as read. */
  status: "accepted" | "sent" | "delivered" | "read" | "played" | "failed";
  /** Why it failed. */
  error?: { code: number; details: string };
}

/** Everything written between a customer and the business, in order, including what never arrived. */
export function listChat(state: State, { timeline, outbox }: Customer): ChatMessage[] {
  const own = new Map(outbox.map((message) => [message.id, message]));
  return timeline.flatMap((id) => {
    const [written, sent] = [own.get(id), state.sent.get(id)];
    if (written !== undefined) return [toOwn(written)];
    return sent === undefined ? [] : [toReceived(sent)];
  });
}

/** Messages of several chats as they were written, which their timestamps do not always tell. */
export function inOrder<Message extends { id: string }>({ written }: State, messages: Message[]): Message[] {
  const places = new Map(written.map((id, place) => [id, place]));
  return messages.toSorted((one, other) => (places.get(one.id) ?? 0) - (places.get(other.id) ?? 0));
}

function toReceived({ entry, template, history }: SentMessage): ChatMessage {
  const { id, type, body, at } = entry;
  const target = toObject(body.reaction).message_id ?? toObject(body.context).message_id;
  const last = findLastStatus(history);
  return {
    id,
    from: "business",
    type,
    text: readableText(type, body, template),
    buttons: [...findChoices(body, template), ...findLinks(body, template)].map(({ title }) => title),
    replyTo: toText(target),
    at,
    status: last === undefined ? "accepted" : (last.kind as ChatMessage["status"]),
    ...(last?.error === undefined ? {} : { error: last.error }),
  };
}

/** From one to the next, a message has come further; one that failed on a device and reached another was delivered. */
const statuses = ["sent", "failed", "delivered", "read", "played"];

/** The status of a message that has come furthest: `delivered` may come after `read`. */
export function findLastStatus(history: readonly MessageEvent[]): MessageEvent | undefined {
  const known = history.filter(({ kind }) => statuses.includes(kind));
  return known.toSorted((one, other) => statuses.indexOf(other.kind) - statuses.indexOf(one.kind))[0];
}

const toOwn = ({ id, type, content, replyTo, timestamp, isRead, isDeleted }: OutboxMessage): ChatMessage => ({
  id,
  from: "customer",
  type,
  text: isDeleted ? "(deleted)" : describeContent(type, content),
  buttons: [],
  replyTo: replyTo ?? findTarget(content),
  at: timestamp,
  status: isRead ? "read" : "sent",
});

/** The message that a reaction, an edit or a deletion is about. */
function findTarget(content: unknown): string | undefined {
  const { message_id, original_message_id } = toObject(content);
  return toText(message_id ?? original_message_id);
}

/** The readable part of what a customer wrote. */
export function describeContent(type: string, content: unknown): string | undefined {
  const describe = descriptions[type];
  if (describe !== undefined) return describe(toObject(content), content);
  const { caption, filename, name } = toObject(content);
  return toText(caption) ?? toText(filename) ?? toText(name);
}

const descriptions: Readonly<Record<string, (content: Json, whole: unknown) => string | undefined>> = {
  text: ({ body }) => toText(body),
  button: ({ text }) => toText(text),
  interactive: (content) => describeReply(toObject(content[String(content.type)])),
  reaction: ({ emoji }) => toText(emoji) ?? "(reaction removed)",
  location: ({ name, latitude, longitude }) => toText(name) ?? `${latitude}, ${longitude}`,
  contacts: (_, whole) =>
    toObjects(whole)
      .map(({ name }) => toText(toObject(name).formatted_name) ?? "own number")
      .join(", "),
  order: ({ product_items }) =>
    toObjects(product_items)
      .map(({ quantity, product_retailer_id }) => `${quantity} × ${product_retailer_id}`)
      .join(", "),
  edit: ({ message }) => {
    const { type, ...rest } = toObject(message);
    return describeContent(String(type), rest[String(type)]);
  },
};

const describeReply = ({ title, response_json }: Json): string | undefined =>
  toText(title) ?? toText(response_json);
