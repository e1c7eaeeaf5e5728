import { isObject } from "../../utils/json.ts";
import { once } from "../../utils/once.ts";
import type { Open } from "../common.ts";
import {
  anything,
  array,
  exactly,
  flag,
  id,
  list,
  mismatch,
  number,
  object,
  optional,
  optionalId,
  optionalNumber,
  type Schema,
  string,
  text,
  timestamp,
} from "./schema.ts";

/** Media a customer sent. Fetch it with `media.download` within 7 days. */
export interface IncomingMedia {
  id: string;
  /** May carry parameters: `audio/ogg; codecs=opus`. */
  mime_type: string;
  /** Base64 in most payloads, hex in some. */
  sha256: string;
  /** Expires soon. Downloading it requires the access token. */
  url?: string | undefined;
  caption?: string | undefined;
}

/** A voice note when `voice` is true. */
export interface IncomingAudio extends IncomingMedia {
  voice?: boolean | undefined;
}

export interface IncomingDocument extends IncomingMedia {
  filename?: string | undefined;
}

export interface IncomingSticker extends IncomingMedia {
  animated?: boolean | undefined;
}

/** A place a customer shared. */
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
  /** `contact_request` if it answers a request for the phone number. */
  origin?: Open<"contact_request" | "other"> | undefined;
  vcard?: string | undefined;
}

/** The choice of a customer, or the form they filled in, discriminated by `type`. */
export type InteractiveReply =
  | { type: "button_reply"; button_reply: { id: string; title: string } }
  | { type: "list_reply"; list_reply: { id: string; title: string; description?: string | undefined } }
  | {
      type: "nfm_reply";
      /** The answer to a flow or an address form. `response_json` is a JSON string. */
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
        /** Unix seconds. */
        expiration_timestamp?: string | undefined;
        response_source?: Open<"user_action" | "automatic"> | undefined;
      };
    }
  | {
      type: "payment_method";
      payment_method: {
        payment_method: string;
        /** Unix seconds. */
        payment_timestamp?: number | undefined;
        reference_id?: string | undefined;
        last_four_digits?: string | undefined;
        credential_id?: string | undefined;
      };
    }
  /** A product. Meta documents no shape. */
  | { type: "product"; product?: unknown };

/** An order from the catalog. */
export interface IncomingOrder {
  catalog_id: string;
  text?: string | undefined;
  product_items: { product_retailer_id: string; quantity: number; item_price: number; currency: string }[];
}

/** A change of the customer: a new number or a new id. */
export interface SystemNotice {
  type: Open<
    "user_changed_number" | "user_changed_user_id" | "customer_identity_changed" | "customer_changed_number"
  >;
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

/** The message after the edit. */
export interface EditedMessage {
  type: Open<"text" | "image" | "video" | "document">;
  context?: { id?: string | undefined } | undefined;
  text?: { body: string } | undefined;
  image?: IncomingMedia | undefined;
  video?: IncomingMedia | undefined;
  document?: IncomingDocument | undefined;
}

/** The content of each message type, next to the envelope. */
export interface MessageContents {
  /** A text. */
  text: { text: { body: string } };
  /** A picture. */
  image: { image: IncomingMedia };
  /** A video. */
  video: { video: IncomingMedia };
  /** A recording, or a voice note. */
  audio: { audio: IncomingAudio };
  /** A file. */
  document: { document: IncomingDocument };
  /** A sticker. */
  sticker: { sticker: IncomingSticker };
  /** A place. */
  location: { location: IncomingLocation };
  /** Contact cards. */
  contacts: { contacts: SharedContact[] };
  /** A reaction. It was removed if `emoji` is absent or empty. */
  reaction: { reaction: { message_id: string; emoji?: string | undefined } };
  /** A choice from buttons or a list, or a filled-in form. */
  interactive: { interactive: InteractiveReply };
  /** A quick reply of a template. */
  button: { button: { payload: string; text: string } };
  /** An order from the catalog. */
  order: { order: IncomingOrder };
  /** A change of the customer: a new number or id. */
  system: { system: SystemNotice };
  /** A message that the Cloud API does not support; see `errors`. */
  unsupported: { unsupported?: { type?: string | undefined } | undefined };
  /** A message whose type Meta does not disclose. */
  unknown: { unknown?: unknown };
  /** The customer edited a message. */
  edit: { edit: { original_message_id: string; message: EditedMessage } };
  /** The customer deleted a message. */
  revoke: { revoke: { original_message_id: string } };
  /** Only in old chats: a file without any details. */
  media_placeholder: { media_placeholder?: unknown };
  /** The customer opened the chat for the first time; Meta no longer sends it. */
  request_welcome: { request_welcome?: unknown };
}

const media = () => ({ id, mime_type: string, sha256: string, url: text, caption: text });

const words = <Keys extends string>(...keys: Keys[]) =>
  object(Object.fromEntries(keys.map((key) => [key, text])) as Record<Keys, typeof text>);

const interactive = (): Schema<InteractiveReply> => (value) => {
  const type = isObject(value) ? value.type : undefined;
  return isReplyType(type) ? replySchemas[type]()(value) : mismatch;
};

/** The schema of each interactive reply; the keys are also the keys of its content. */
const replySchemas = {
  button_reply: once(() =>
    object({ type: exactly("button_reply"), button_reply: object({ id: string, title: string }) }),
  ),
  list_reply: once(() =>
    object({
      type: exactly("list_reply"),
      list_reply: object({ id: string, title: string, description: text }),
    }),
  ),
  nfm_reply: once(() =>
    object({
      type: exactly("nfm_reply"),
      nfm_reply: object({
        response_json: string,
        name: text,
        body: text,
      }),
    }),
  ),
  call_permission_reply: once(() =>
    object({
      type: exactly("call_permission_reply"),
      call_permission_reply: object({
        response: string,
        is_permanent: flag,
        expiration_timestamp: optional(timestamp),
        response_source: text,
      }),
    }),
  ),
  payment_method: once(() =>
    object({
      type: exactly("payment_method"),
      payment_method: object({
        payment_method: string,
        payment_timestamp: optionalNumber,
        reference_id: optionalId,
        last_four_digits: optionalId,
        credential_id: optionalId,
      }),
    }),
  ),
  product: once(() => object({ type: exactly("product"), product: anything })),
} satisfies {
  [Type in InteractiveReply["type"]]: () => Schema<Extract<InteractiveReply, { type: Type }>>;
};

/** The types of an interactive reply. */
export const replyTypes = Object.keys(replySchemas) as InteractiveReply["type"][];

export const isReplyType = (type: unknown): type is InteractiveReply["type"] =>
  typeof type === "string" && Object.hasOwn(replySchemas, type);

const sharedContact = () =>
  object({
    name: optional(words("formatted_name", "first_name", "last_name", "middle_name", "prefix", "suffix")),
    phones: list(words("phone", "wa_id", "type")),
    emails: list(words("email", "type")),
    addresses: list(words("street", "city", "state", "zip", "country", "country_code", "type")),
    urls: list(words("url", "type")),
    org: optional(words("company", "department", "title")),
    birthday: text,
    origin: text,
    vcard: text,
  });

const edited = () =>
  object({
    type: string,
    context: optional(object({ id: text })),
    text: optional(object({ body: string })),
    image: optional(object(media())),
    video: optional(object(media())),
    document: optional(object({ ...media(), filename: text })),
  });

/** The keys of {@link MessageContents} as schemas. */
export const contentSchemas = {
  text: () => ({ text: object({ body: string }) }),
  image: () => ({ image: object(media()) }),
  video: () => ({ video: object(media()) }),
  audio: () => ({ audio: object({ ...media(), voice: flag }) }),
  document: () => ({ document: object({ ...media(), filename: text }) }),
  sticker: () => ({ sticker: object({ ...media(), animated: flag }) }),
  location: () => ({
    location: object({ latitude: number, longitude: number, name: text, address: text, url: text }),
  }),
  contacts: () => ({ contacts: array(sharedContact()) }),
  reaction: () => ({ reaction: object({ message_id: string, emoji: text }) }),
  interactive: () => ({ interactive: interactive() }),
  button: () => ({ button: object({ payload: string, text: string }) }),
  order: () => ({
    order: object({
      catalog_id: id,
      text,
      product_items: array(
        object({ product_retailer_id: id, quantity: number, item_price: number, currency: string }),
      ),
    }),
  }),
  system: () => ({
    system: object({
      type: string,
      body: text,
      wa_id: optionalId,
      user_id: text,
      parent_user_id: text,
      previous_user_id: text,
      previous_parent_user_id: text,
      new_wa_id: optionalId,
      customer: text,
      identity: text,
    }),
  }),
  unsupported: () => ({ unsupported: optional(object({ type: text })) }),
  unknown: () => ({ unknown: anything }),
  edit: () => ({ edit: object({ original_message_id: string, message: edited() }) }),
  revoke: () => ({ revoke: object({ original_message_id: string }) }),
  media_placeholder: () => ({ media_placeholder: anything }),
  request_welcome: () => ({ request_welcome: anything }),
} satisfies { [Type in keyof MessageContents]: () => Record<keyof MessageContents[Type], Schema<unknown>> };
