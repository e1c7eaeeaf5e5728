import { isObject, type Json } from "../../utils/json.ts";
import { contentSchemas, isReplyType, replyTypes } from "./message-contents.ts";
import { type IncomingMessage, type IncomingMessageType, messageEnvelope } from "./messages.ts";
import { type Members, type Reading, read } from "./schema.ts";

/** A message, or the reason why it is unknown. */
export type ReadMessage =
  | { message: IncomingMessage; reason?: undefined }
  | { message?: undefined; reason: "type" | "shape" };

/** Reads a message by its type or, if the type is missing, by its content. */
export function readMessage(element: Json, reading: Reading): ReadMessage {
  const type = typeof element.type === "string" ? element.type : contentKey(element);
  if (type === undefined) return { reason: "shape" };
  if (!isMessageType(type)) return { reason: "type" };
  const named = type === "interactive" ? withReplyType(element) : element;
  const complete = named.type === type ? named : { ...named, type };
  const message = read(messageSchema(type), complete, reading) as IncomingMessage | undefined;
  if (message !== undefined) return { message };
  return { reason: type === "interactive" && hasUnknownReply(named) ? "type" : "shape" };
}

const messageSchemas = new Map<IncomingMessageType, Members>();

/** The schema of a message type, built when the first message of that type arrives. */
function messageSchema(type: IncomingMessageType): Members {
  const schema = messageSchemas.get(type) ?? { ...messageEnvelope, ...contentSchemas[type] };
  messageSchemas.set(type, schema);
  return schema;
}

const isMessageType = (type: string): type is IncomingMessageType => Object.hasOwn(contentSchemas, type);

/** Types whose key does not identify a message without a type. */
const withoutContent = new Set(["unknown", "media_placeholder", "request_welcome"]);

const contentKey = (element: Json): string | undefined =>
  Object.keys(contentSchemas).find((key) => !withoutContent.has(key) && isPresent(element[key]));

const isPresent = (value: unknown): boolean => value !== undefined && value !== null;

/** Some of Meta's samples omit the reply's type, or have `interactive` in its place. */
function withReplyType(element: Json): Json {
  const reply = element.interactive;
  if (!isObject(reply) || (typeof reply.type === "string" && reply.type !== "interactive")) return element;
  const type = replyTypes.find((key) => isPresent(reply[key]));
  return type === undefined ? element : { ...element, interactive: { ...reply, type } };
}

function hasUnknownReply({ interactive }: Json): boolean {
  return isObject(interactive) && typeof interactive.type === "string" && !isReplyType(interactive.type);
}
