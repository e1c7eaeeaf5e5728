import * as z from "zod/mini";
import type { Open } from "../common.ts";
import {
  flag,
  id,
  numeric,
  object,
  open,
  optionalId,
  optionalNumber,
  text,
  timestamp,
  words,
} from "./pieces.ts";

/** Media a customer sent. Fetch it with `media.download`: within 7 days. */
export interface IncomingMedia {
  id: string;
  /** May carry parameters: `audio/ogg; codecs=opus`. */
  mime_type?: string | undefined;
  sha256?: string | undefined;
  /** Short-lived; downloading it takes the access token. */
  url?: string | undefined;
  caption?: string | undefined;
}

/** A voice note when `voice` is true. */
export interface IncomingAudio extends IncomingMedia {
  voice?: boolean | undefined;
}

/** A document; its name is the customer's. */
export interface IncomingDocument extends IncomingMedia {
  filename?: string | undefined;
}

/** A sticker, still or animated. */
export interface IncomingSticker extends IncomingMedia {
  animated?: boolean | undefined;
}

/** A place, in decimal degrees. */
export interface IncomingLocation {
  latitude: number;
  longitude: number;
  name?: string | undefined;
  address?: string | undefined;
  url?: string | undefined;
}

/** A contact card a customer shared. */
export interface SharedContact {
  name?:
    | {
        formatted_name?: string | undefined;
        first_name?: string | undefined;
        last_name?: string | undefined;
        middle_name?: string | undefined;
        prefix?: string | undefined;
        suffix?: string | undefined;
      }
    | undefined;
  phones?:
    | { phone?: string | undefined; wa_id?: string | undefined; type?: string | undefined }[]
    | undefined;
  emails?: { email?: string | undefined; type?: string | undefined }[] | undefined;
  addresses?:
    | {
        street?: string | undefined;
        city?: string | undefined;
        state?: string | undefined;
        zip?: string | undefined;
        country?: string | undefined;
        country_code?: string | undefined;
        type?: string | undefined;
      }[]
    | undefined;
  urls?: { url?: string | undefined; type?: string | undefined }[] | undefined;
  org?:
    | { company?: string | undefined; department?: string | undefined; title?: string | undefined }
    | undefined;
  birthday?: string | undefined;
  /** `contact_request` when it answers a request for the phone number. */
  origin?: Open<"contact_request" | "other"> | undefined;
  vcard?: string | undefined;
}

/** What a customer chose or filled in, discriminated by `type`. */
export type InteractiveReply =
  | { type: "button_reply"; button_reply: { id: string; title: string } }
  | { type: "list_reply"; list_reply: { id: string; title: string; description?: string | undefined } }
  | {
      type: "nfm_reply";
      /** A flow's or an address form's answer; `response_json` is JSON in a string. */
      nfm_reply: {
        response_json: string;
        name?: Open<"flow" | "address_message"> | undefined;
        body?: string | undefined;
      };
    }
  | {
      type: "call_permission_reply";
      call_permission_reply: {
        response: Open<"accept" | "reject">;
        is_permanent?: boolean | undefined;
        expiration_timestamp?: string | undefined;
        response_source?: Open<"user_action" | "automatic"> | undefined;
      };
    }
  | {
      type: "payment_method";
      payment_method: {
        payment_method: string;
        payment_timestamp?: number | undefined;
        reference_id?: string | undefined;
        last_four_digits?: string | undefined;
        credential_id?: string | undefined;
      };
    }
  | { type: "product"; product?: Record<string, unknown> | undefined };

/** A cart. */
export interface IncomingOrder {
  catalog_id: string;
  text?: string | undefined;
  product_items: { product_retailer_id: string; quantity: number; item_price: number; currency: string }[];
}

/** News about the customer: a new number or a new id. */
export interface SystemNotice {
  type?:
    | Open<
        | "user_changed_number"
        | "user_changed_user_id"
        | "customer_identity_changed"
        | "customer_changed_number"
      >
    | undefined;
  body?: string | undefined;
  /** The new number. */
  wa_id?: string | undefined;
  /** The new id. */
  user_id?: string | undefined;
  parent_user_id?: string | undefined;
  previous_user_id?: string | undefined;
  previous_parent_user_id?: string | undefined;
  new_wa_id?: string | undefined;
  customer?: string | undefined;
  identity?: string | undefined;
}

/** The message as it now reads. */
export interface EditedMessage {
  type: Open<"text" | "image" | "video" | "document">;
  context?: { id?: string | undefined } | undefined;
  text?: { body: string } | undefined;
  image?: IncomingMedia | undefined;
  video?: IncomingMedia | undefined;
  document?: IncomingDocument | undefined;
}

/** What each type of message carries beside the envelope. */
export interface MessageContents {
  text: { text: { body: string } };
  image: { image: IncomingMedia };
  video: { video: IncomingMedia };
  audio: { audio: IncomingAudio };
  document: { document: IncomingDocument };
  sticker: { sticker: IncomingSticker };
  location: { location: IncomingLocation };
  contacts: { contacts: SharedContact[] };
  /** Without an `emoji`, or with an empty one, the reaction was taken back. */
  reaction: { reaction: { message_id: string; emoji?: string | undefined } };
  interactive: { interactive: InteractiveReply };
  /** A quick reply of a template. */
  button: { button: { payload?: string | undefined; text: string } };
  order: { order: IncomingOrder };
  system: { system: SystemNotice };
  /** A message that the Cloud API cannot show; `errors` says why. */
  unsupported: { unsupported?: { type?: string | undefined } | undefined };
  unknown: { unknown?: unknown };
  edit: { edit: { original_message_id: string; message: EditedMessage } };
  /** The customer deleted a message. */
  revoke: { revoke: { original_message_id: string } };
  media_placeholder: { media_placeholder?: unknown };
  request_welcome: { request_welcome?: unknown };
}

const media = () => ({ id, mime_type: text, sha256: text, url: text, caption: text });
const anything = z.optional(z.unknown());

const replies = {
  button_reply: () => object({ id: z.string(), title: z.string() }),
  list_reply: () => object({ id: z.string(), title: z.string(), description: text }),
  nfm_reply: () =>
    object({
      response_json: z.string(),
      name: z.optional(open<"flow" | "address_message">()),
      body: text,
    }),
  call_permission_reply: () =>
    object({
      response: open<"accept" | "reject">(),
      is_permanent: flag,
      expiration_timestamp: z.optional(timestamp),
      response_source: z.optional(open<"user_action" | "automatic">()),
    }),
  payment_method: () =>
    object({
      payment_method: z.string(),
      payment_timestamp: optionalNumber,
      reference_id: text,
      last_four_digits: optionalId,
      credential_id: optionalId,
    }),
  product: () => z.optional(z.record(z.string(), z.unknown())),
};

/** The kinds of `interactive` this version knows. */
export const replyTypes: ReadonlySet<string> = new Set(Object.keys(replies));

const interactive = () =>
  z.discriminatedUnion("type", [
    object({ type: z.literal("button_reply"), button_reply: replies.button_reply() }),
    object({ type: z.literal("list_reply"), list_reply: replies.list_reply() }),
    object({ type: z.literal("nfm_reply"), nfm_reply: replies.nfm_reply() }),
    object({
      type: z.literal("call_permission_reply"),
      call_permission_reply: replies.call_permission_reply(),
    }),
    object({ type: z.literal("payment_method"), payment_method: replies.payment_method() }),
    object({ type: z.literal("product"), product: replies.product() }),
  ]);

const sharedContact = () =>
  object({
    name: z.optional(words("formatted_name", "first_name", "last_name", "middle_name", "prefix", "suffix")),
    phones: z.optional(z.array(words("phone", "wa_id", "type"))),
    emails: z.optional(z.array(words("email", "type"))),
    addresses: z.optional(
      z.array(words("street", "city", "state", "zip", "country", "country_code", "type")),
    ),
    urls: z.optional(z.array(words("url", "type"))),
    org: z.optional(words("company", "department", "title")),
    birthday: text,
    origin: z.optional(open<"contact_request" | "other">()),
    vcard: text,
  });

const edited = () =>
  object({
    type: open<"text" | "image" | "video" | "document">(),
    context: z.optional(words("id")),
    text: z.optional(object({ body: z.string() })),
    image: z.optional(object(media())),
    video: z.optional(object(media())),
    document: z.optional(object({ ...media(), filename: text })),
  });

const system = () =>
  object({
    type: z.optional(
      open<
        | "user_changed_number"
        | "user_changed_user_id"
        | "customer_identity_changed"
        | "customer_changed_number"
      >(),
    ),
    body: text,
    wa_id: optionalId,
    user_id: text,
    parent_user_id: text,
    previous_user_id: text,
    previous_parent_user_id: text,
    new_wa_id: optionalId,
    customer: text,
    identity: text,
  });

const order = () =>
  object({
    catalog_id: id,
    text,
    product_items: z.array(
      object({ product_retailer_id: id, quantity: numeric, item_price: numeric, currency: z.string() }),
    ),
  });

/** The keys of {@link MessageContents} as schemas. */
export const contentSchemas = {
  text: () => ({ text: object({ body: z.string() }) }),
  image: () => ({ image: object(media()) }),
  video: () => ({ video: object(media()) }),
  audio: () => ({ audio: object({ ...media(), voice: flag }) }),
  document: () => ({ document: object({ ...media(), filename: text }) }),
  sticker: () => ({ sticker: object({ ...media(), animated: flag }) }),
  location: () => ({
    location: object({ latitude: numeric, longitude: numeric, name: text, address: text, url: text }),
  }),
  contacts: () => ({ contacts: z.array(sharedContact()) }),
  reaction: () => ({ reaction: object({ message_id: z.string(), emoji: text }) }),
  interactive: () => ({ interactive: interactive() }),
  button: () => ({ button: object({ payload: text, text: z.string() }) }),
  order: () => ({ order: order() }),
  system: () => ({ system: system() }),
  unsupported: () => ({ unsupported: z.optional(words("type")) }),
  unknown: () => ({ unknown: anything }),
  edit: () => ({ edit: object({ original_message_id: z.string(), message: edited() }) }),
  revoke: () => ({ revoke: object({ original_message_id: z.string() }) }),
  media_placeholder: () => ({ media_placeholder: anything }),
  request_welcome: () => ({ request_welcome: anything }),
} satisfies { [Type in keyof MessageContents]: () => Record<keyof MessageContents[Type], z.ZodMiniType> };
