import { isObject, type Json } from "../../utils/json.ts";
import { isReplyType, replyTypes } from "./message-contents.ts";
import { type IncomingMessage, type IncomingMessageType, messageSchemas } from "./messages.ts";
import { typed } from "./schema.ts";

/** A message, or why it is none that is known. */
export type ReadMessage =
  | { message: IncomingMessage; reason?: undefined }
  | { message?: undefined; reason: "type" | "shape" };

/** The message by its type, or by the content it carries where the type is missing. */
export function readMessage(element: Json): ReadMessage {
  const type = typeof element.type === "string" ? element.type : contentKey(element);
  if (type === undefined) return { reason: "shape" };
  if (!isMessageType(type)) return { reason: "type" };
  const named = type === "interactive" ? withReplyType(element) : element;
  const complete = named.type === type ? named : { ...named, type };
  const message = typed<IncomingMessage>(messageSchemas[type](), complete);
  if (message !== undefined) return { message };
  return { reason: type === "interactive" && hasUnknownReply(named) ? "type" : "shape" };
}

const isMessageType = (type: string): type is IncomingMessageType => Object.hasOwn(messageSchemas, type);

/** What such a message carries says nothing by its mere presence. */
const withoutContent = new Set(["unknown", "media_placeholder", "request_welcome"]);

const contentKey = (element: Json): string | undefined =>
  Object.keys(messageSchemas).find((key) => !withoutContent.has(key) && isPresent(element[key]));

const isPresent = (value: unknown): boolean => value !== undefined && value !== null;

/** Some of Meta's samples leave the reply's type out, or print `interactive` in its place. */
function withReplyType(element: Json): Json {
  const reply = element.interactive;
  if (!isObject(reply) || (typeof reply.type === "string" && reply.type !== "interactive")) return element;
  const type = replyTypes.find((key) => isPresent(reply[key]));
  return type === undefined ? element : { ...element, interactive: { ...reply, type } };
}

function hasUnknownReply({ interactive }: Json): boolean {
  return isObject(interactive) && typeof interactive.type === "string" && !isReplyType(interactive.type);
}
