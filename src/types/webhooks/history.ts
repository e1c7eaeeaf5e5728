import { isObject } from "../../utils/json.ts";
import { errorsSchema, type WebhookError } from "./errors.ts";
import { contactSchema, type WebhookContact } from "./identity.ts";
import type { IncomingMessage } from "./messages.ts";
import { type NumberValue, numberValue } from "./number-values.ts";
import { readMessage } from "./read-message.ts";
import { anything, ids, numbers, type Read, type SchemaOf, texts } from "./schema.ts";
import { type MessageStatus, statusSchema } from "./statuses.ts";

/** An old or copied message that matches no known type, kept as received. */
export interface UnreadableMessage {
  type: "unreadable";
  raw: unknown;
}

/** A message of `history` or `standby`, discriminated by `type`. */
export type CopiedMessage = IncomingMessage | UnreadableMessage;

/** The messages with one customer. */
export interface HistoryThread {
  /** The customer's phone number; may be absent. */
  id?: string | undefined;
  context?:
    | {
        wa_id?: string | undefined;
        user_id?: string | undefined;
        parent_user_id?: string | undefined;
        username?: string | undefined;
      }
    | undefined;
  /** Messages whose `from` is your number are yours. */
  messages?: CopiedMessage[] | undefined;
}

/** A part of the history, or the reason why there is none (code 2593109: the business declined). */
export interface HistoryChunk {
  metadata?:
    | {
        /** 0: the last day; 1: up to 90 days; 2: up to 180 days. */
        phase?: number | undefined;
        /** Parts may arrive in any order. */
        chunk_order?: number | undefined;
        /** Per cent. */
        progress?: number | undefined;
      }
    | undefined;
  threads?: HistoryThread[] | undefined;
  errors?: WebhookError[] | undefined;
}

/** One unreadable message must not spoil the thousands around it. */
const copied: Read<CopiedMessage> = (raw, reading) => {
  const before = reading.omitted.length;
  const { message } = isObject(raw) ? readMessage(raw, reading) : {};
  if (message !== undefined) return message;
  reading.omitted.length = before;
  return { type: "unreadable", raw };
};

const chunk = {
  metadata: numbers("phase chunk_order progress"),
  threads: [
    {
      ...ids("id"),
      context: { ...ids("wa_id"), ...texts("user_id parent_user_id username") },
      messages: [copied],
    },
  ],
  errors: errorsSchema,
} as const satisfies SchemaOf<HistoryChunk>;

/**
 * Old chats of a number that was used in the WhatsApp Business app. Their media may follow later, in `messages` (from
 * customers) and `message_echoes` (from the business). Do not reply to them.
 *
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/history
 */
export interface History extends NumberValue {
  history?: HistoryChunk[] | undefined;
  contacts?: WebhookContact[] | undefined;
  messages?: CopiedMessage[] | undefined;
  message_echoes?: CopiedMessage[] | undefined;
}

export const historySchema = {
  ...numberValue,
  history: [chunk],
  contacts: [contactSchema],
  messages: [copied],
  message_echoes: [copied],
} as const satisfies SchemaOf<History>;

/** A copy of a message that another sender sent: the request body, and its template or flow as rendered. */
export interface StandbyEcho {
  id: string;
  /** Unix seconds. */
  timestamp?: string | undefined;
  message?:
    | { to?: string | undefined; recipient?: string | undefined; type?: string | undefined }
    | undefined;
  template?: unknown;
  flow?: unknown;
}

/**
 * Copies of a conversation that another sender currently handles. Do not reply to them: a service message would take
 * over the conversation.
 *
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/standby
 */
export interface Standby extends NumberValue {
  standby?:
    | {
        contacts?: WebhookContact[] | undefined;
        messages?: CopiedMessage[] | undefined;
        message_echoes?: StandbyEcho[] | undefined;
        statuses?: MessageStatus[] | undefined;
      }
    | undefined;
}

export const standbySchema = {
  ...numberValue,
  standby: {
    contacts: [contactSchema],
    messages: [copied],
    message_echoes: [
      {
        ...ids("id! timestamp"),
        message: { ...ids("to"), ...texts("recipient type") },
        template: anything,
        flow: anything,
      },
    ],
    statuses: [statusSchema],
  },
} as const satisfies SchemaOf<Standby>;
