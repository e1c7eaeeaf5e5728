import * as z from "zod/mini";
import type { Open } from "../common.ts";
import { once } from "../once.ts";
import { contentSchemas, type MessageContents } from "./message-contents.ts";
import { errorsSchema, type WebhookError } from "./people.ts";
import { flag, object, open, optionalId, text, timestamp, words } from "./pieces.ts";

/** What a message refers to. */
export interface MessageContext {
  from?: string | undefined;
  /** The message that is answered. */
  id?: string | undefined;
  forwarded?: boolean | undefined;
  frequently_forwarded?: boolean | undefined;
  referred_product?:
    | { catalog_id?: string | undefined; product_retailer_id?: string | undefined }
    | undefined;
}

/** The advertisement or post that led to a message. */
export interface MessageReferral {
  source_url?: string | undefined;
  source_id?: string | undefined;
  source_type?: Open<"ad" | "post"> | undefined;
  body?: string | undefined;
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
  from_user_id?: string | undefined;
  from_parent_user_id?: string | undefined;
  /** Echoes: the customer the business wrote to. */
  to?: string | undefined;
  to_user_id?: string | undefined;
  to_parent_user_id?: string | undefined;
  /** Present when it was written in a group. */
  group_id?: string | undefined;
  context?: MessageContext | undefined;
  referral?: MessageReferral | undefined;
  errors?: WebhookError[] | undefined;
  from_logical_id?: string | undefined;
  /** Identity change, in its old form. */
  identity?:
    | {
        acknowledged?: boolean | undefined;
        created_timestamp?: string | undefined;
        hash?: string | undefined;
      }
    | undefined;
}

/** One kind of incoming message. */
export type IncomingMessageOf<Type extends keyof MessageContents> = MessageEnvelope & {
  type: Type;
} & MessageContents[Type];

/**
 * A message from a customer, discriminated by `type`.
 *
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages
 */
export type IncomingMessage = {
  [Type in keyof MessageContents]: IncomingMessageOf<Type>;
}[keyof MessageContents];

/** The `type` of an incoming message. */
export type IncomingMessageType = keyof MessageContents;

export const envelopeSchema = once(() => ({
  id: z.string().check(z.minLength(1)),
  timestamp,
  from: optionalId,
  from_user_id: text,
  from_parent_user_id: text,
  to: optionalId,
  to_user_id: text,
  to_parent_user_id: text,
  group_id: text,
  context: z.optional(
    object({
      from: optionalId,
      id: text,
      forwarded: flag,
      frequently_forwarded: flag,
      referred_product: z.optional(object({ catalog_id: optionalId, product_retailer_id: text })),
    }),
  ),
  referral: z.optional(
    object({
      source_url: text,
      source_id: optionalId,
      source_type: z.optional(open<"ad" | "post">()),
      body: text,
      headline: text,
      media_type: z.optional(open<"image" | "video">()),
      image_url: text,
      video_url: text,
      thumbnail_url: text,
      ctwa_clid: text,
      welcome_message: z.optional(words("text")),
      ref: text,
    }),
  ),
  errors: errorsSchema(),
  from_logical_id: optionalId,
  identity: z.optional(object({ acknowledged: flag, created_timestamp: z.optional(timestamp), hash: text })),
}));

/** The schema of each message type, built when the first message of that type arrives. */
export const messageSchemas = Object.fromEntries(
  Object.entries(contentSchemas).map(([type, content]) => [
    type,
    once(() => object({ ...envelopeSchema(), type: z.literal(type), ...content() })),
  ]),
) as unknown as { [Type in keyof MessageContents]: () => z.ZodMiniType<IncomingMessageOf<Type>> };
