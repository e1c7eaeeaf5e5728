import { isObject } from "../../utils/json.ts";
import type { Open } from "../common.ts";
import {
  anything,
  flag,
  ids,
  type MembersOf,
  numbers,
  type Read,
  read,
  type SchemaOf,
  text,
  texts,
  withAny,
} from "./schema.ts";

/** Media a customer sent. Fetch it with `media.download` within 7 days. */
export interface IncomingMedia {
  id: string;
  /** May carry parameters: `audio/ogg; codecs=opus`. */
  mime_type?: string | undefined;
  /** Base64 in most payloads, hex in some. */
  sha256?: string | undefined;
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
  | { type: "button_reply"; button_reply: { id: string; title?: string | undefined } }
  | {
      type: "list_reply";
      list_reply: { id: string; title?: string | undefined; description?: string | undefined };
    }
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
      call_permission_reply?:
        | {
            response?: Open<"accept" | "reject"> | undefined;
            is_permanent?: boolean | undefined;
            /** Unix seconds. */
            expiration_timestamp?: string | undefined;
            response_source?: Open<"user_action" | "automatic"> | undefined;
          }
        | undefined;
    }
  | {
      type: "payment_method";
      payment_method?:
        | {
            payment_method?: string | undefined;
            /** Unix seconds. */
            payment_timestamp?: number | undefined;
            reference_id?: string | undefined;
            last_four_digits?: string | undefined;
            credential_id?: string | undefined;
          }
        | undefined;
    }
  /** A product. Meta documents no shape. */
  | { type: "product"; product?: unknown };

/** An order from the catalog. */
export interface IncomingOrder {
  catalog_id?: string | undefined;
  text?: string | undefined;
  product_items: {
    product_retailer_id: string;
    quantity?: number | undefined;
    item_price?: number | undefined;
    currency?: string | undefined;
  }[];
}

/** A change of the customer: a new number or a new id. */
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

/** The message after the edit. */
export interface EditedMessage {
  type?: Open<"text" | "image" | "video" | "document"> | undefined;
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
  /** A quick reply of a template: its payload, its text, or both. */
  button: { button: { payload?: string | undefined; text?: string | undefined } };
  /** An order from the catalog. */
  order: { order: IncomingOrder };
  /** A change of the customer: a new number or id. */
  system: { system?: SystemNotice | undefined };
  /** A message that the Cloud API does not support; see `errors`. */
  unsupported: { unsupported?: { type?: string | undefined } | undefined };
  /** A message whose type Meta does not disclose. */
  unknown: { unknown?: unknown };
  /** The customer edited a message. */
  edit: { edit: { original_message_id: string; message?: EditedMessage | undefined } };
  /** The customer deleted a message. */
  revoke: { revoke: { original_message_id: string } };
  /** Only in old chats: a file without any details. */
  media_placeholder: { media_placeholder?: unknown };
  /** The customer opened the chat for the first time; Meta no longer sends it. */
  request_welcome: { request_welcome?: unknown };
}

const media = { ...ids("id!"), ...texts("mime_type sha256 url caption") };
const document = { ...media, ...texts("filename") };
const body = texts("body!");

/** The schema of each interactive reply, without its `type`. The keys are also the keys of its content. */
const replySchemas = {
  button_reply: { "button_reply!": texts("id! title") },
  list_reply: { "list_reply!": texts("id! title description") },
  nfm_reply: { "nfm_reply!": texts("response_json! name body") },
  call_permission_reply: {
    call_permission_reply: {
      ...texts("response response_source"),
      is_permanent: flag,
      ...ids("expiration_timestamp"),
    },
  },
  payment_method: {
    payment_method: {
      ...texts("payment_method"),
      ...numbers("payment_timestamp"),
      ...ids("reference_id last_four_digits credential_id"),
    },
  },
  product: { product: anything },
} satisfies {
  [Type in InteractiveReply["type"]]: MembersOf<Omit<Extract<InteractiveReply, { type: Type }>, "type">>;
};

/** The types of an interactive reply. */
export const replyTypes = Object.keys(replySchemas) as InteractiveReply["type"][];

export const isReplyType = (type: unknown): type is InteractiveReply["type"] =>
  typeof type === "string" && Object.hasOwn(replySchemas, type);

const interactive: Read<InteractiveReply> = (value, reading) => {
  const type = isObject(value) ? value.type : undefined;
  return isReplyType(type) ? (read(replySchemas[type], value, reading) as InteractiveReply) : undefined;
};

/** The keys of {@link MessageContents} as schemas. */
export const contentSchemas = {
  text: { "text!": body },
  image: { "image!": media },
  video: { "video!": media },
  audio: { "audio!": { ...media, voice: flag } },
  document: { "document!": document },
  sticker: { "sticker!": { ...media, animated: flag } },
  location: { "location!": { ...numbers("latitude! longitude!"), ...texts("name address url") } },
  contacts: {
    "contacts!": [
      {
        ...texts("birthday origin vcard"),
        name: texts("formatted_name first_name last_name middle_name prefix suffix"),
        phones: [texts("phone wa_id type")],
        emails: [texts("email type")],
        addresses: [texts("street city state zip country country_code type")],
        urls: [texts("url type")],
        org: texts("company department title"),
      },
    ],
  },
  reaction: { "reaction!": texts("message_id! emoji") },
  interactive: { "interactive!": interactive },
  button: { "button!": withAny(texts("payload text"), "payload", "text") },
  order: {
    "order!": {
      ...ids("catalog_id"),
      text,
      "product_items!": [
        { ...ids("product_retailer_id!"), ...numbers("quantity item_price"), ...texts("currency") },
      ],
    },
  },
  system: {
    system: {
      ...texts("type body user_id parent_user_id previous_user_id previous_parent_user_id"),
      ...texts("customer identity"),
      ...ids("wa_id new_wa_id"),
    },
  },
  unsupported: { unsupported: texts("type") },
  unknown: { unknown: anything },
  edit: {
    "edit!": {
      ...texts("original_message_id!"),
      message: {
        ...texts("type"),
        context: texts("id"),
        text: body,
        image: media,
        video: media,
        document,
      },
    },
  },
  revoke: { "revoke!": texts("original_message_id!") },
  media_placeholder: { media_placeholder: anything },
  request_welcome: { request_welcome: anything },
} as const satisfies { [Type in keyof MessageContents]: SchemaOf<MessageContents[Type]> };
