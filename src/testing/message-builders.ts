import type { InteractiveReply, MessageContents } from "../types/webhooks/message-contents.ts";
import type { Json } from "../utils/json.ts";
import type { IncomingMedia, WebhookPayload } from "./events.ts";

/** Builds a payload with one message of this type and content. */
type Build<Facts> = (type: string, content: unknown, facts: Facts | undefined) => WebhookPayload;

/** What the builder of a message type takes: Meta's object for that type. Files have samples of all they need. */
export type MessageArguments<Type extends keyof MessageContents, Facts> = Type extends
  | "image"
  | "video"
  | "audio"
  | "document"
  | "sticker"
  ? [content?: IncomingMedia, facts?: Facts]
  : MessageContents[Type] extends { [Key in Type]: infer Given }
    ? [content: Given, facts?: Facts]
    : MessageContents[Type] extends { [Key in Type]?: infer Given }
      ? [content?: Given, facts?: Facts]
      : never;

/** What the builder of a reply takes: Meta's object for that reply. */
export type ReplyContent<Type extends InteractiveReply["type"]> = Type extends "nfm_reply"
  ? {
      /** An object is written as text. */ response_json: string | Record<string, unknown>;
      name?: string;
      body?: string;
    }
  : Extract<InteractiveReply, { type: Type }> extends { [Key in Type]?: infer Given }
    ? Given
    : never;

/** A builder for each message type, and for each type of interactive reply. */
export type MessageBuilders<Facts> = {
  readonly [Type in keyof MessageContents]: (...given: MessageArguments<Type, Facts>) => WebhookPayload;
} & {
  readonly [Type in InteractiveReply["type"]]: (reply: ReplyContent<Type>, facts?: Facts) => WebhookPayload;
};

const mimeTypes = {
  image: "image/jpeg",
  video: "video/mp4",
  audio: "audio/ogg; codecs=opus",
  document: "application/pdf",
  sticker: "image/webp",
} as const;

/** One way to build all types. */
type Builder<Facts> = (content?: unknown, facts?: Facts) => WebhookPayload;

export function createMessageBuilders<Facts>(build: Build<Facts>): MessageBuilders<Facts> {
  const as =
    (type: keyof MessageContents): Builder<Facts> =>
    (content, facts) =>
      build(type, content, facts);
  const asFile =
    (type: keyof typeof mimeTypes): Builder<Facts> =>
    (content, facts) =>
      build(type, { ...sampleFile, mime_type: mimeTypes[type], ...(content as Json | undefined) }, facts);
  const asReply =
    (type: InteractiveReply["type"]): Builder<Facts> =>
    (reply, facts) =>
      build(
        "interactive",
        { type, [type]: type === "nfm_reply" ? toFormReply(reply as Json) : reply },
        facts,
      );
  const builders = {
    text: as("text"),
    image: asFile("image"),
    video: asFile("video"),
    audio: asFile("audio"),
    document: asFile("document"),
    sticker: asFile("sticker"),
    location: as("location"),
    contacts: as("contacts"),
    reaction: as("reaction"),
    interactive: as("interactive"),
    button: as("button"),
    order: as("order"),
    system: as("system"),
    unsupported: as("unsupported"),
    unknown: as("unknown"),
    edit: as("edit"),
    revoke: as("revoke"),
    media_placeholder: as("media_placeholder"),
    request_welcome: as("request_welcome"),
    button_reply: asReply("button_reply"),
    list_reply: asReply("list_reply"),
    nfm_reply: asReply("nfm_reply"),
    call_permission_reply: asReply("call_permission_reply"),
    payment_method: asReply("payment_method"),
    product: asReply("product"),
  } satisfies Record<keyof MessageContents | InteractiveReply["type"], Builder<Facts>>;
  return builders;
}

const sampleFile = { id: "1013859600285441", sha256: "q83vEjRWeJ0=" };

const toFormReply = ({ response_json, ...given }: Json): Json => ({
  name: "flow",
  body: "Sent",
  ...given,
  response_json: typeof response_json === "string" ? response_json : JSON.stringify(response_json),
});
