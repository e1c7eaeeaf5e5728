import * as z from "zod/mini";
import { once } from "../../utils/once.ts";
import { rule, text } from "../checks.ts";
import { templateNamePattern } from "../patterns.ts";
import type { Recipient } from "../recipients.ts";
import { type InteractiveContent, interactiveContent } from "./interactive.ts";
import {
  type AudioMedia,
  audioMedia,
  type CaptionedMedia,
  captionedMedia,
  type DocumentMedia,
  documentMedia,
  type MediaSource,
  mediaSource,
} from "./media.ts";
import {
  type ContactCard,
  contactsContent,
  type LocationContent,
  locationContent,
  type PinContent,
  pinContent,
  type ReactionContent,
  reactionContent,
  type TextContent,
  textContent,
} from "./plain.ts";
import { type TemplateContent, templateContent } from "./template.ts";

/** The recipient of a message. */
export interface Addressed {
  /** A phone number with its country code, a business-scoped id, what a webhook gave, or a group. */
  to: Recipient;
}

/** The keys that all messages share, besides their content. */
export interface Envelope {
  /** The id of the message to quote. */
  reply_to?: string | undefined;
  /** The correlation tag, which comes back in status webhooks. Up to 512 characters. Default: a generated one. */
  biz_opaque_callback_data?: string | undefined;
  /** Delivers the message only if this is still the customer's identity key. */
  recipient_identity_key_hash?: string | undefined;
  /** `group` if `to` is the id of a group; implied by `{ group_id }`. */
  recipient_type?: "individual" | "group" | undefined;
  /** Direct Send only: what kind of message this is. */
  category?: "utility" | "authentication" | "service" | undefined;
  /** Direct Send only: how long to try delivering the message, in seconds. */
  ttl_seconds?: number | undefined;
  /** Direct Send only. */
  direct_send_config?: { template_name?: string | undefined } | undefined;
  /**
   * The Messaging account that is billed and owns the message. Only needed if the token can send from this number for
   * more than one; a message without it may then be billed to any of them, or be refused. Default: the client's
   * `messagingAccountId`.
   */
  messaging_account_id?: string | undefined;
}

/** Meta's own keys, which `send` also takes. */
export interface MetaEnvelope extends Envelope {
  /** The same as `reply_to`. */
  context?: { message_id: string } | undefined;
  /** A business-scoped user id; instead of `to`. */
  recipient?: string | undefined;
}

/** The content of each kind of message, by its `type`. */
export interface MessageKinds {
  /** A text. */
  text: TextContent;
  /** An image. */
  image: CaptionedMedia;
  /** An audio file or a voice note. */
  audio: AudioMedia;
  /** A video. */
  video: CaptionedMedia;
  /** A document. */
  document: DocumentMedia;
  /** A sticker. */
  sticker: MediaSource;
  /** A location. */
  location: LocationContent;
  /** Contact cards. */
  contacts: ContactCard[];
  /** An emoji on a message. */
  reaction: ReactionContent;
  /** Buttons, lists, flows, products and more. */
  interactive: InteractiveContent;
  /** An approved template. */
  template: TemplateContent;
  /** Pins a message in a group. */
  pin: PinContent;
}

/** The `type` of a message you send. */
export type OutgoingMessageType = keyof MessageKinds;

/** One kind of message, without its envelope. */
export type MessageOf<Type extends OutgoingMessageType> = { type: Type } & {
  [Key in Type]: MessageKinds[Key];
};

/** The content of a message, in the form Meta documents; `type` tells the kinds apart. */
export type OutgoingContent = { [Type in OutgoingMessageType]: MessageOf<Type> }[OutgoingMessageType];

/**
 * A message to send, in the form Meta documents, without `messaging_product`.
 *
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/messages/send-messages
 */
export type OutgoingMessage = OutgoingContent &
  MetaEnvelope &
  (Addressed | { to?: undefined; recipient: string });

/** The result of sending a message. */
export interface SentMessage {
  /** `wamid.…`; status webhooks refer to the message by it. */
  id: string;
  /** Templates only: whether the message was accepted, held for a quality check, or paused. */
  message_status?: string | undefined;
  /** The recipient as WhatsApp resolved it. */
  contact?:
    | { input?: string | undefined; wa_id?: string | undefined; user_id?: string | undefined }
    | undefined;
  /** True if this call sent nothing, because its `idempotencyKey`, or its reply to the event, was sent before. */
  repeated?: true | undefined;
  /** Meta's response, unchanged; `undefined` if `repeated`. */
  raw: unknown;
}

const contents = {
  text: textContent,
  image: captionedMedia,
  audio: audioMedia,
  video: captionedMedia,
  document: documentMedia,
  sticker: mediaSource,
  location: locationContent,
  contacts: contactsContent,
  reaction: reactionContent,
  interactive: interactiveContent,
  template: templateContent,
  pin: pinContent,
} satisfies { [Type in OutgoingMessageType]: () => z.ZodMiniType<MessageKinds[Type]> };

const accountId = () =>
  z
    .string({ error: "must be a string: ids can be too long for a number" })
    .check(z.regex(/^\d{1,40}$/, { error: "must be the id of a Messaging account: digits only" }));

const envelope = once(() => ({
  context: z.optional(z.object({ message_id: text(512) })),
  biz_opaque_callback_data: z.optional(text(512)),
  recipient_identity_key_hash: z.optional(text(512)),
  recipient_type: z.optional(z.enum(["individual", "group"])),
  category: z.optional(z.enum(["utility", "authentication", "service"])),
  ttl_seconds: z.optional(
    z
      .int({ error: "must be whole seconds" })
      .check(
        z.minimum(30, { error: "must be at least 30" }),
        z.maximum(43_200, { error: "must be at most 43200" }),
      ),
  ),
  messaging_account_id: z.optional(accountId()),
  direct_send_config: z.optional(
    z.object({
      template_name: z.optional(
        text(512).check(
          z.regex(templateNamePattern, {
            error: "must consist of lowercase letters, digits and underscores",
          }),
        ),
      ),
    }),
  ),
}));

/** The schema of a whole message of each type, built at its first use. */
export const outgoingSchemas = Object.fromEntries(
  Object.entries(contents).map(([type, content]) => [
    type,
    once(() =>
      z.object({ type: z.literal(type), [type]: content(), ...envelope() }).check(
        rule<{ type: string; context?: unknown }>(
          (message) => message.type !== "reaction" || message.context === undefined,
          "is not allowed: a reaction names its message in `message_id`",
          ["context"],
        ),
        rule<{ type: string; recipient_type?: unknown }>(
          (message) => message.type !== "pin" || message.recipient_type === "group",
          "must be a group: messages can only be pinned in groups",
          ["recipient_type"],
        ),
        rule<{ type: string; recipient_type?: unknown }>(
          (message) => message.recipient_type !== "group" || message.type !== "interactive",
          "must not be a group: interactive messages cannot be sent to groups",
          ["recipient_type"],
        ),
      ),
    ),
  ]),
) as unknown as Readonly<Record<OutgoingMessageType, () => z.ZodMiniType<OutgoingContent & Envelope>>>;
