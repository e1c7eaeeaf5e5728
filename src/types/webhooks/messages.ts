import type { Open } from "../common.ts";
import { errorsSchema, type WebhookError } from "./errors.ts";
import type { MessageContents } from "./message-contents.ts";
import { flag, ids, type MembersOf, texts } from "./schema.ts";

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
  timestamp?: string | undefined;
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
export const messageEnvelope = {
  ...ids("id! timestamp from to group_id from_logical_id"),
  ...texts("from_user_id from_parent_user_id to_user_id to_parent_user_id"),
  context: {
    ...ids("from"),
    ...texts("id"),
    forwarded: flag,
    frequently_forwarded: flag,
    referred_product: { ...ids("catalog_id"), ...texts("product_retailer_id") },
  },
  referral: {
    ...ids("source_id"),
    ...texts("source_url source_type body headline media_type image_url video_url thumbnail_url"),
    ...texts("ctwa_clid ref"),
    welcome_message: texts("text"),
  },
  errors: errorsSchema,
  identity: { acknowledged: flag, ...ids("created_timestamp"), ...texts("hash") },
  history_context: texts("status"),
} satisfies MembersOf<MessageEnvelope>;
