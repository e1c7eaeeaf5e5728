import type { Open } from "../types/common.ts";
import { type Json, withoutUndefined } from "../utils/json.ts";
import { signPayload } from "../webhooks/signature.ts";
import { defaults } from "./defaults.ts";
import { messageId, toUserId } from "./simulator/ids.ts";

/** One change of a webhook: the field, and Meta's value for it. */
export interface WebhookChange {
  /** Meta's name of the field: `messages`, `message_template_status_update`, … */
  field: string;
  /** Meta's object for that field. */
  value: Record<string, unknown>;
}

/** One account's part of a webhook. */
export interface WebhookEntry {
  /** The id of the WhatsApp Business Account. */
  id: string;
  /** Unix seconds; present on account-level fields only. */
  time?: number;
  /** What happened, in order. */
  changes: WebhookChange[];
}

/** What Meta posts, before it is serialised and signed. */
export interface WebhookPayload {
  /** Always this word. */
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

/** Who wrote a message, and when. */
export interface IncomingFacts extends NumberFacts {
  /** The customer's phone number, digits only. `undefined` leaves it out, as for a customer who hides it. Default `5511987654321`. */
  from?: string | undefined;
  /** The customer's business-scoped id. Default: one derived from `from`. */
  user_id?: string | undefined;
  /** The customer's profile name. Default `Ana`. */
  name?: string | undefined;
  /** The customer's username. Default: none. */
  username?: string | undefined;
  /** Message id. Default: a new one. */
  id?: string | undefined;
  /** Unix seconds. Default: now. */
  timestamp?: number | string | undefined;
  /** What the message answers: `{ id }` of the quoted message, or Meta's whole object. */
  context?: Record<string, unknown> | undefined;
  /** The group it was written in. Default: none. */
  group_id?: string | undefined;
}

/** What a media message from a customer holds. */
export interface IncomingMedia {
  /** Media id. Default: an invented one. */
  id?: string;
  /** Default: a usual one of the kind. */
  mime_type?: string;
  /** Base64. Default: an invented one. */
  sha256?: string;
  /** The text below it. Default: none. */
  caption?: string;
  /** A ready address, as Meta gives it lately. Default: none. */
  url?: string;
  [key: string]: unknown;
}

const customer = "5511987654321";
const unixSeconds = (): string => String(Math.floor(Date.now() / 1000));

const metadataFor = (facts: NumberFacts): Json => ({
  display_phone_number: facts.display_phone_number ?? defaults.displayPhoneNumber,
  phone_number_id: facts.phone_number_id ?? defaults.phoneNumberId,
});

/** A change of the `messages` field with one message of any type in it, known to Meta today or not. */
function message(type: string, content: unknown, facts: IncomingFacts = {}): WebhookChange {
  const from = "from" in facts ? facts.from : customer;
  const userId = facts.user_id ?? (from === undefined ? undefined : toUserId(from));
  const { username, name = "Ana" } = facts;
  const contact = { profile: withoutUndefined({ name, username }), wa_id: from, user_id: userId };
  const common = {
    from,
    from_user_id: userId,
    group_id: facts.group_id,
    id: facts.id ?? messageId(),
    timestamp: String(facts.timestamp ?? unixSeconds()),
    context: facts.context,
  };
  return messagesChange(facts, {
    contacts: [withoutUndefined(contact)],
    messages: [withoutUndefined({ ...common, type, [type]: content })],
  });
}

/** A change of the `messages` field for one business number. */
export const messagesChange = (number: NumberFacts, parts: Json): WebhookChange => ({
  field: "messages",
  value: { messaging_product: "whatsapp", metadata: metadataFor(number), ...parts },
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
 * Changes with one message from a customer in them, as Meta would post them: the first argument is Meta's own
 * object for that kind of message, the second says who wrote it and when.
 *
 * @example
 * const payload = webhookPayload(incoming.text({ body: "Hi" }, { from: "5511987654321", name: "Ana" }));
 *
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages
 */
export const incoming = {
  /** Text. */
  text: (content: { body: string }, facts?: IncomingFacts) => message("text", content, facts),
  /** A picture. */
  image: media("image", "image/jpeg"),
  /** A video. */
  video: media("video", "video/mp4"),
  /** A recording or a voice message. */
  audio: media("audio", "audio/ogg; codecs=opus"),
  /** A file. */
  document: media("document", "application/pdf"),
  /** A sticker. */
  sticker: media("sticker", "image/webp"),
  /** A place. */
  location: (
    content: { latitude: number; longitude: number; name?: string; address?: string; url?: string },
    facts?: IncomingFacts,
  ) => message("location", content, facts),
  /** Contact cards. */
  contacts: (content: readonly Record<string, unknown>[], facts?: IncomingFacts) =>
    message("contacts", content, facts),
  /** Without `emoji`: the customer took the reaction back. */
  reaction: (content: { message_id: string; emoji?: string }, facts?: IncomingFacts) =>
    message("reaction", content, facts),
  /** A tap on a quick reply of a template. */
  button: (content: { payload: string; text: string }, facts?: IncomingFacts) =>
    message("button", content, facts),
  /** A tap on a reply button. */
  buttonReply: (content: { id: string; title: string }, facts?: IncomingFacts) =>
    reply("button_reply", content, facts),
  /** A choice from a list. */
  listReply: (content: { id: string; title: string; description?: string }, facts?: IncomingFacts) =>
    reply("list_reply", content, facts),
  /** A finished Flow; the answers travel as a JSON string, as Meta sends them. */
  flowReply: (answers: Record<string, unknown>, facts?: IncomingFacts) =>
    reply("nfm_reply", { name: "flow", body: "Sent", response_json: JSON.stringify(answers) }, facts),
  /** An order from the catalog. */
  order: (content: Record<string, unknown>, facts?: IncomingFacts) => message("order", content, facts),
  /** Any other type, also one that does not exist yet. */
  message,
};

/** What happened to a message that was sent. */
export interface StatusFacts extends NumberFacts {
  /** Id of the message that was sent. */
  id: string;
  /** What happened to it. */
  status: Open<"sent" | "delivered" | "read" | "played" | "failed">;
  /** Unix seconds. Default: now. */
  timestamp?: number | string | undefined;
  /** The customer's phone number, digits only; `undefined` leaves it out. Default `5511987654321`. */
  recipient_id?: string | undefined;
  /** Default: derived from `recipient_id`; left out when the status is `failed`. */
  recipient_user_id?: string | undefined;
  /** What the send carried under the same name. Default: none. */
  biz_opaque_callback_data?: string | undefined;
  /** Further keys of Meta's status: `pricing`, `conversation`, `errors`, … */
  [key: string]: unknown;
}

/**
 * A change with one status of a sent message in it.
 *
 * @example
 * statusUpdate({ id: sent.id, status: "failed", errors: [{ code: 131026, title: "Message undeliverable" }] })
 *
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages/status
 */
export function statusUpdate(facts: StatusFacts): WebhookChange {
  const { phone_number_id, display_phone_number, timestamp, ...own } = facts;
  const recipient = "recipient_id" in facts ? facts.recipient_id : customer;
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

/** A webhook of one business account, from one or more changes. Account-level fields get the time of sending. */
export function webhookPayload(...changes: WebhookChange[]): WebhookPayload {
  return {
    object: "whatsapp_business_account",
    entry: changes.map((change) => webhookEntry(defaults.businessAccountId, change, Date.now())),
  };
}

const timeless =
  /^(messages|message_echoes|calls|group_\w+|history|smb_\w+|user_preferences|automatic_events|account_settings_update)$/;

/** One change in its entry; account-level fields carry the time of sending. */
export function webhookEntry(id: string, change: WebhookChange, now: number): WebhookEntry {
  const time = timeless.test(change.field) ? {} : { time: Math.floor(now / 1000) };
  return { id, ...time, changes: [change] };
}

/**
 * The body as Meta writes it: characters beyond ASCII and slashes are escaped, so the signature only fits the
 * bytes as they arrive, never a re-serialised object.
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
 * A webhook request as Meta would post it, signed, ready for a handler.
 *
 * @param input.payload Meta's payload, or the raw text of a body.
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
