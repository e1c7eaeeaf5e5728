import type { Open } from "../types/common.ts";
import { type Json, withoutUndefined } from "../utils/json.ts";
import { signPayload } from "../webhooks/signature.ts";
import { defaults } from "./defaults.ts";
import { createMessageId, toUserId } from "./simulator/ids.ts";

/** One change in a webhook: a field and Meta's value for it. */
export interface WebhookChange {
  /** Meta's name of the field: `messages`, `message_template_status_update`, … */
  field: string;
  /** Meta's object for that field. */
  value: Record<string, unknown>;
}

/** The part of a webhook that belongs to one account. */
export interface WebhookEntry {
  /** The id of the WhatsApp Business Account. */
  id: string;
  /** Unix seconds. Only account-level fields have it. */
  time?: number;
  /** The changes, in order. */
  changes: WebhookChange[];
}

/** The payload that Meta posts, before it is serialized and signed. */
export interface WebhookPayload {
  /** Always this value. */
  object: "whatsapp_business_account";
  /** One element per business account. */
  entry: WebhookEntry[];
}

/** The business number a message or status belongs to. */
export interface NumberFacts {
  /** Default: the simulator's default number. */
  phone_number_id?: string | undefined;
  /** Digits. Default: the simulator's default number. */
  display_phone_number?: string | undefined;
}

/** The sender and time of a message. */
export interface IncomingFacts extends NumberFacts {
  /** The customer's phone number, digits only. Default `5511987654321`. Pass `undefined` to leave it out, as Meta does for customers who hide it. */
  from?: string | undefined;
  /** The customer's business-scoped id. Default: derived from `from`. */
  user_id?: string | undefined;
  /** The customer's id for several linked businesses. Default: none. */
  parent_user_id?: string | undefined;
  /** The customer's profile name. Default `Ana`. */
  name?: string | undefined;
  /** The customer's username. Default: none. */
  username?: string | undefined;
  /** Message id. Default: a new id. */
  id?: string | undefined;
  /** Unix seconds. Default: now. */
  timestamp?: number | string | undefined;
  /** The message it replies to: `{ id }`, or Meta's whole `context` object. */
  context?: Record<string, unknown> | undefined;
  /** The group it was sent to. Default: none. */
  group_id?: string | undefined;
  /** The advertisement that led to it: Meta's `referral` object. Default: none. */
  referral?: object | undefined;
  /** Why the message is `unsupported` or `unknown`. Default: code 131051 for these two types. */
  errors?: readonly Record<string, unknown>[] | undefined;
}

/** The media in a message from a customer. */
export interface IncomingMedia {
  /** Media id. Default: a sample id. */
  id?: string;
  /** Default: a common MIME type of the kind. */
  mime_type?: string;
  /** Base64. Default: a sample hash. */
  sha256?: string;
  /** Default: none. */
  caption?: string;
  /** A URL to download the file from, which newer webhooks have. Default: none. */
  url?: string;
  [key: string]: unknown;
}

/** The number of the customer that builders write from unless told otherwise. */
export const sampleCustomer = "5511987654321";

/** Now, as Meta writes it. */
export const unixSeconds = (): string => String(Math.floor(Date.now() / 1000));

/** The business number, as Meta names it in a value. */
export const toMetadata = (facts: NumberFacts): Json => ({
  display_phone_number: facts.display_phone_number ?? defaults.displayPhoneNumber,
  phone_number_id: facts.phone_number_id ?? defaults.phoneNumberId,
});

/**
 * A `messages` change with one message of any type, even one that Meta does not have yet. A `system` message has no
 * contact, and names its author by number only.
 */
function message(type: string, content: unknown, facts: IncomingFacts = {}): WebhookChange {
  const from = "from" in facts ? facts.from : sampleCustomer;
  const userId = facts.user_id ?? (from === undefined ? undefined : toUserId(from));
  const { username, name = "Ana", parent_user_id } = facts;
  const profile = withoutUndefined({ name, username });
  const contact = { profile, wa_id: from, user_id: userId, parent_user_id };
  const isNotice = type === "system";
  const common = {
    from,
    from_user_id: isNotice ? undefined : userId,
    from_parent_user_id: isNotice ? undefined : parent_user_id,
    group_id: facts.group_id,
    id: facts.id ?? createMessageId(),
    timestamp: String(facts.timestamp ?? unixSeconds()),
    context: facts.context,
    referral: facts.referral,
  };
  return messagesChange(facts, {
    ...(isNotice ? {} : { contacts: [withoutUndefined(contact)] }),
    messages: [withoutUndefined({ ...common, type, [type]: content, errors: findErrors(type, facts) })],
  });
}

/** Meta says why a message has no content. */
const findErrors = (type: string, { errors }: IncomingFacts) =>
  errors ?? (type === "unsupported" || type === "unknown" ? [unknownType] : undefined);

const unknownType = {
  code: 131051,
  title: "Message type unknown",
  message: "Message type unknown",
  error_data: { details: "Message type is currently not supported." },
};

/** A `messages` change for one business number. */
export const messagesChange = (number: NumberFacts, parts: Json): WebhookChange => ({
  field: "messages",
  value: { messaging_product: "whatsapp", metadata: toMetadata(number), ...parts },
});

const media =
  (type: string, mimeType: string) =>
  (content: IncomingMedia = {}, facts?: IncomingFacts): WebhookChange => {
    const example = { id: "1013859600285441", mime_type: mimeType, sha256: "q83vEjRWeJ0=" };
    return message(type, { ...example, ...content }, facts);
  };

const reply = (type: string, content: unknown, facts?: IncomingFacts): WebhookChange =>
  message("interactive", { type, [type]: content }, facts);

/**
 * Builders for `messages` changes with one message from a customer, as Meta would post them. The first argument is
 * Meta's object for that kind of message; the second says who sent it and when.
 *
 * @example
 * const payload = webhookPayload(incoming.text({ body: "Hi" }, { from: "5511987654321", name: "Ana" }));
 *
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages
 */
export const incoming = {
  /** Text. */
  text: (content: { body: string }, facts?: IncomingFacts) => message("text", content, facts),
  /** An image. */
  image: media("image", "image/jpeg"),
  /** A video. */
  video: media("video", "video/mp4"),
  /** An audio file or a voice message. */
  audio: media("audio", "audio/ogg; codecs=opus"),
  /** A document. */
  document: media("document", "application/pdf"),
  /** A sticker. */
  sticker: media("sticker", "image/webp"),
  /** A location. */
  location: (
    content: { latitude: number; longitude: number; name?: string; address?: string; url?: string },
    facts?: IncomingFacts,
  ) => message("location", content, facts),
  /** Contact cards. */
  contacts: (content: readonly Record<string, unknown>[], facts?: IncomingFacts) =>
    message("contacts", content, facts),
  /** A reaction. Leave out `emoji` to take the reaction back. */
  reaction: (content: { message_id: string; emoji?: string }, facts?: IncomingFacts) =>
    message("reaction", content, facts),
  /** A tap on a template's quick reply button. */
  button: (content: { payload: string; text: string }, facts?: IncomingFacts) =>
    message("button", content, facts),
  /** A tap on a reply button. */
  buttonReply: (content: { id: string; title: string }, facts?: IncomingFacts) =>
    reply("button_reply", content, facts),
  /** A choice from a list. */
  listReply: (content: { id: string; title: string; description?: string }, facts?: IncomingFacts) =>
    reply("list_reply", content, facts),
  /** A completed Flow. The answers are sent as a JSON string, as Meta sends them. */
  flowReply: (answers: Record<string, unknown>, facts?: IncomingFacts) =>
    reply("nfm_reply", { name: "flow", body: "Sent", response_json: JSON.stringify(answers) }, facts),
  /** An order from the catalog. */
  order: (content: Record<string, unknown>, facts?: IncomingFacts) => message("order", content, facts),
  /** Any other type, including types that do not exist yet. */
  message,
};

/** A status of a sent message. */
export interface StatusFacts extends NumberFacts {
  /** Id of the sent message. */
  id: string;
  /** The status. */
  status: Open<"sent" | "delivered" | "read" | "played" | "failed">;
  /** Unix seconds. Default: now. */
  timestamp?: number | string | undefined;
  /** The customer's phone number, digits only. Default `5511987654321`. Pass `undefined` to leave it out. */
  recipient_id?: string | undefined;
  /** Default: derived from `recipient_id`, and left out if the status is `failed`. */
  recipient_user_id?: string | undefined;
  /** Default: none. */
  recipient_parent_user_id?: string | undefined;
  /** The value that the message was sent with. Default: none. */
  biz_opaque_callback_data?: string | undefined;
  /** Other keys of Meta's status object: `pricing`, `conversation`, `errors`, … */
  [key: string]: unknown;
}

/**
 * A `messages` change with one status of a sent message.
 *
 * @example
 * statusUpdate({ id: sent.id, status: "failed", errors: [{ code: 131026, title: "Message undeliverable" }] })
 *
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages/status
 */
export function statusUpdate(facts: StatusFacts): WebhookChange {
  const { phone_number_id, display_phone_number, timestamp, ...own } = facts;
  const recipient = "recipient_id" in facts ? facts.recipient_id : sampleCustomer;
  const isPhone = /^\d{7,15}$/.test(recipient ?? "") && facts.recipient_type !== "group";
  const derived = isPhone && facts.status !== "failed" ? toUserId(recipient ?? "") : undefined;
  const status = {
    ...own,
    timestamp: String(timestamp ?? unixSeconds()),
    recipient_id: recipient,
    recipient_user_id: facts.recipient_user_id ?? derived,
  };
  return messagesChange({ phone_number_id, display_phone_number }, { statuses: [withoutUndefined(status)] });
}

/**
 * One webhook from several events or changes. Changes belong to the default business account, and account-level fields
 * get the current time.
 */
export function webhookPayload(...parts: (WebhookPayload | WebhookChange)[]): WebhookPayload {
  const entry = parts.flatMap((part) =>
    "entry" in part ? part.entry : [webhookEntry(defaults.businessAccountId, part, Date.now())],
  );
  return { object: "whatsapp_business_account", entry };
}

const timeless =
  /^(messages|message_echoes|calls|group_\w+|history|smb_\w+|user_preferences|user_id_update|automatic_events|tracking_events|account_settings_update|messaging_handovers|standby)$/;

/** One change as an entry. Account-level fields carry the time. */
export function webhookEntry(id: string, change: WebhookChange, now: number): WebhookEntry {
  const time = timeless.test(change.field) ? {} : { time: Math.floor(now / 1000) };
  return { id, ...time, changes: [change] };
}

/**
 * The body as Meta writes it: slashes and non-ASCII characters are escaped. The signature therefore only matches the
 * bytes as they arrive, never a re-serialized object.
 */
export function webhookBody(payload: unknown): string {
  return JSON.stringify(payload)
    .replace(/"message_template_id":"(\d+)"/g, '"message_template_id":$1')
    .replace(/\//g, "\\/")
    .replace(
      /[\u007f-\uffff]/g,
      (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
    );
}

/**
 * A signed webhook request as Meta would post it, ready for a handler.
 *
 * @param input.payload Meta's payload, or the raw body as text.
 * @param input.url Default `http://localhost/webhook`.
 * @param input.appSecret Default: the simulator's default secret.
 *
 * @example
 * const payload = webhookPayload(incoming.text({ body: "Hi" }));
 * const response = await handler(await signedRequest({ payload, appSecret }));
 */
export async function signedRequest(input: {
  payload: WebhookPayload | string;
  url?: string | undefined;
  appSecret?: string | undefined;
}): Promise<Request> {
  const { payload, url = "http://localhost/webhook", appSecret = defaults.appSecret } = input;
  const rawBody = typeof payload === "string" ? payload : webhookBody(payload);
  const signature = await signPayload({ rawBody, appSecret });
  const headers = { "content-type": "application/json", "x-hub-signature-256": signature };
  return new Request(url, { method: "POST", headers, body: rawBody });
}
