import { once } from "../../utils/once.ts";
import type { Open } from "../common.ts";
import { errorsSchema, type WebhookError } from "./errors.ts";
import { contentSchemas, type MessageContents } from "./message-contents.ts";
import { exactly, flag, id, object, optional, optionalId, type Schema, text, timestamp } from "./schema.ts";

/** The message or product that a message refers to. */
export interface MessageContext {
  /** The author of the quoted message; your own number if it was you. */
  from?: string | undefined;
  /** The quoted message. */
  id?: string | undefined;
  /** Forwarded up to five times. */
  forwarded?: boolean | undefined;
  /** Forwarded more often. */
  frequently_forwarded?: boolean | undefined;
  /** The product that the message is about. */
  referred_product?:
    | { catalog_id?: string | undefined; product_retailer_id?: string | undefined }
    | undefined;
}

/** The advertisement or post that led to a message. */
export interface MessageReferral {
  /** The URL of the advertisement or post. */
  source_url?: string | undefined;
  /** Its id. */
  source_id?: string | undefined;
  /** Distinguishes the two. */
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

/** The keys that all incoming messages share. */
export interface MessageEnvelope {
  /** The message's id (`wamid.…`), with which to quote it or mark it as read. */
  id: string;
  /** Unix seconds. */
  timestamp: string;
  /** Phone number in digits; absent if Meta may not share it. */
  from?: string | undefined;
  /** Business-scoped user id. */
  from_user_id?: string | undefined;
  from_parent_user_id?: string | undefined;
  /** In echoes: the customer that the business wrote to. */
  to?: string | undefined;
  to_user_id?: string | undefined;
  to_parent_user_id?: string | undefined;
  /** Present if it was written in a group. */
  group_id?: string | undefined;
  /** The message it replies to, or that it was forwarded. */
  context?: MessageContext | undefined;
  /** The advertisement or post that led here. */
  referral?: MessageReferral | undefined;
  /** Why a message is `unsupported`. */
  errors?: WebhookError[] | undefined;
  /** Seen in Brazilian payments; undocumented. */
  from_logical_id?: string | undefined;
  /** Identity change, in its former shape. */
  identity?:
    | {
        acknowledged?: boolean | undefined;
        created_timestamp?: string | undefined;
        hash?: string | undefined;
      }
    | undefined;
  /** Only in `history`: the status of the message. */
  history_context?:
    | { status?: Open<"DELIVERED" | "ERROR" | "PENDING" | "PLAYED" | "READ" | "SENT"> | undefined }
    | undefined;
}

/** Every incoming message, by `type`. */
export type IncomingMessages = {
  [Type in keyof MessageContents]: MessageEnvelope & { type: Type } & MessageContents[Type];
};

/** The incoming message of one type: `IncomingMessageOf<"text">`. */
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
