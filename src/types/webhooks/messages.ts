import { once } from "../../utils/once.ts";
import type { Open } from "../common.ts";
import { errorsSchema, type WebhookError } from "./errors.ts";
import { contentSchemas, type MessageContents } from "./message-contents.ts";
import { exactly, flag, id, object, optional, optionalId, type Schema, text, timestamp } from "./schema.ts";

/** What a message refers to. */
export interface MessageContext {
  /** Who wrote what is answered; your own number, where it was you. */
  from?: string | undefined;
  /** The message that is answered. */
  id?: string | undefined;
  /** Passed on up to five times. */
  forwarded?: boolean | undefined;
  /** Passed on more often. */
  frequently_forwarded?: boolean | undefined;
  /** The product it was written about. */
  referred_product?:
    | { catalog_id?: string | undefined; product_retailer_id?: string | undefined }
    | undefined;
}

/** The advertisement or post that led to a message. */
export interface MessageReferral {
  /** The address of the advertisement or post. */
  source_url?: string | undefined;
  /** Its id. */
  source_id?: string | undefined;
  /** Which of the two it is. */
  source_type?: Open<"ad" | "post"> | undefined;
  /** Its text. */
  body?: string | undefined;
  /** Its headline. */
  headline?: string | undefined;
  media_type?: Open<"image" | "video"> | undefined;
  image_url?: string | undefined;
  video_url?: string | undefined;
  thumbnail_url?: string | undefined;
  /** Click id, for attribution. */
  ctwa_clid?: string | undefined;
  welcome_message?: { text?: string | undefined } | undefined;
  ref?: string | undefined;
}

/** What every incoming message carries. */
export interface MessageEnvelope {
  /** `wamid.…`: the message's id, also the one to quote or to mark as read. */
  id: string;
  /** Unix seconds. */
  timestamp: string;
  /** Phone number in digits; absent where it may not be shared. */
  from?: string | undefined;
  /** Business-scoped user id. */
  from_user_id?: string | undefined;
  from_parent_user_id?: string | undefined;
  /** Echoes: the customer the business wrote to. */
  to?: string | undefined;
  to_user_id?: string | undefined;
  to_parent_user_id?: string | undefined;
  /** Present when it was written in a group. */
  group_id?: string | undefined;
  /** What it answers, or that it was passed on. */
  context?: MessageContext | undefined;
  /** The advertisement or post that led here. */
  referral?: MessageReferral | undefined;
  /** On `unsupported` messages: why. */
  errors?: WebhookError[] | undefined;
  /** Seen in Brazilian payments; undocumented. */
  from_logical_id?: string | undefined;
  /** Identity change, in its old form. */
  identity?:
    | {
        acknowledged?: boolean | undefined;
        created_timestamp?: string | undefined;
        hash?: string | undefined;
      }
    | undefined;
  /** Only in `history`: what had become of the message. */
  history_context?:
    | { status?: Open<"DELIVERED" | "ERROR" | "PENDING" | "PLAYED" | "READ" | "SENT"> | undefined }
    | undefined;
}

/** Every kind of incoming message, by its `type`. */
export type IncomingMessages = {
  [Type in keyof MessageContents]: MessageEnvelope & { type: Type } & MessageContents[Type];
};

/** One kind of incoming message: `IncomingMessageOf<"text">`. */
export type IncomingMessageOf<Type extends keyof MessageContents> = IncomingMessages[Type];

/**
 * A message from a customer, discriminated by `type`.
 *
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages
 */
export type IncomingMessage = IncomingMessages[keyof MessageContents];

/** The `type` of an incoming message. */
export type IncomingMessageType = keyof MessageContents;

/** The keys of {@link MessageEnvelope} as schemas. */
export const messageEnvelope = once(() => ({
  id,
  timestamp,
  from: optionalId,
  from_user_id: text,
  from_parent_user_id: text,
  to: optionalId,
  to_user_id: text,
  to_parent_user_id: text,
  group_id: optionalId,
  context: optional(
    object({
      from: optionalId,
      id: text,
      forwarded: flag,
      frequently_forwarded: flag,
      referred_product: optional(object({ catalog_id: optionalId, product_retailer_id: text })),
    }),
  ),
  referral: optional(
    object({
      source_url: text,
      source_id: optionalId,
      source_type: text,
      body: text,
      headline: text,
      media_type: text,
      image_url: text,
      video_url: text,
      thumbnail_url: text,
      ctwa_clid: text,
      welcome_message: optional(object({ text })),
      ref: text,
    }),
  ),
  errors: errorsSchema(),
  from_logical_id: optionalId,
  identity: optional(object({ acknowledged: flag, created_timestamp: optional(timestamp), hash: text })),
  history_context: optional(object({ status: text })),
}));

/** The schema of each message type, built when the first message of that type arrives. */
export const messageSchemas = Object.fromEntries(
  Object.entries(contentSchemas).map(([type, content]) => [
    type,
    once(() => object({ ...messageEnvelope(), type: exactly(type), ...content() })),
  ]),
) as unknown as { [Type in keyof MessageContents]: () => Schema<IncomingMessageOf<Type>> };
