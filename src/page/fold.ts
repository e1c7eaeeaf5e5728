import { toObject, toText } from "../utils/json.ts";
import type { MessageView } from "./protocol.ts";

/** A chat as it is read: reactions, edits and deletions belong to the messages that they are about. */
export interface Chat {
  rows: MessageView[];
  reactions: Map<string, { mine?: string; theirs?: string }>;
  edited: Set<string>;
  deleted: Set<string>;
  byId: Map<string, MessageView>;
}

/** Puts the messages of a chat together. */
export function foldChat(messages: readonly MessageView[]): Chat {
  const chat: Chat = {
    rows: [],
    reactions: new Map(),
    edited: new Set(),
    deleted: new Set(),
    byId: new Map(),
  };
  for (const message of messages) (folds[message.type] ?? addRow)(chat, message);
  chat.rows = chat.rows.map(({ id }) => chat.byId.get(id)).filter((row) => row !== undefined);
  return chat;
}

type Fold = (chat: Chat, message: MessageView) => void;

const addRow: Fold = (chat, message) => {
  chat.rows.push(message);
  chat.byId.set(message.id, message);
};

const folds: Readonly<Record<string, Fold>> = {
  reaction: ({ reactions }, { content, isFromBusiness, status }) => {
    if (status === "failed") return;
    const { message_id, emoji } = toObject(content);
    const target = toText(message_id) ?? "";
    const side = isFromBusiness ? "theirs" : "mine";
    reactions.set(target, { ...reactions.get(target), [side]: toText(emoji) ?? "" });
  },
  edit: ({ byId, edited }, { content }) => {
    const { original_message_id, message } = toObject(content);
    const original = byId.get(toText(original_message_id) ?? "");
    if (original === undefined) return;
    const edit = toObject(message);
    edited.add(original.id);
    byId.set(original.id, { ...original, content: edit[String(edit.type)] });
  },
  revoke: ({ deleted }, { content }) => {
    deleted.add(toText(toObject(content).original_message_id) ?? "");
  },
};
