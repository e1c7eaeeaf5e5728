import type { CallStatus, IncomingCall } from "./calls.ts";
import type { ChangeValues } from "./changes.ts";
import type { WebhookError } from "./errors.ts";
import type { GroupValues } from "./groups.ts";
import type { ConversationContext } from "./handovers.ts";
import type { Chat, WebhookContact, WebhookSender } from "./identity.ts";
import type { IncomingMessage } from "./messages.ts";
import type { UserAction, UserPreference } from "./number-values.ts";
import type { MessageStatus } from "./statuses.ts";

export type { Chat, WebhookContact, WebhookError, WebhookSender };

/** The keys that all events share. */
export interface EventBase {
  /**
   * Identical for every delivery of the same event, even if a proxy re-serialized it: use it to detect duplicates. For
   * a message it is Meta's id (`wamid.…`), in a group with the receiving number; for a status, the id with status and
   * recipient; for a call, the id with its event. If Meta sends no id, it is a digest of the content.
   */
  id: string;
  /** The webhook field as Meta named it; empty if the notification names none. */
  field: string;
  /**
   * The WhatsApp Business account; empty if the notification names none. Partner events of `account_update` carry the
   * business portfolio in its place; for these, it is the account that `value.waba_info` names.
   */
  businessAccountId: string;
  /** The id of the business phone number, for fields that belong to one number. */
  phoneNumberId?: string | undefined;
  /** When it happened or, if unknown, when Meta sent the notification. */
  timestamp?: Date | undefined;
  /**
   * The part of the notification that this event was made from, as received: the message, the status, … or the whole
   * change. Integers beyond 2^53 are strings.
   */
  raw: unknown;
  /**
   * What is left out of the typed object because it is not what Meta documents, as paths of the event:
   * `["message.referral"]`. `raw` still holds it. Absent if nothing is left out.
   */
  omitted?: string[] | undefined;
}

/** A customer wrote, in a chat or in a group. */
export interface MessageEvent<Message extends IncomingMessage = IncomingMessage> extends EventBase {
  type: "message";
  /** Meta's object, discriminated by its own `type`. */
  message: Message;
  /**
   * The author. If a `system` message announces a new number or id, this is the new one, because replies reach only
   * that; the old one is in `message.from` and `message.system.previous_user_id`.
   */
  from: WebhookSender;
  /** Where to send a reply: to the group it was written in, or to the person. */
  chat: Chat;
  /** The contact that Meta lists for the sender. */
  contact?: WebhookContact | undefined;
  /** The conversation before another agent handed it over. */
  conversationContext?: ConversationContext | undefined;
}

/** A message you sent was sent, delivered, read, played, paid, or failed. */
export interface StatusEvent extends EventBase {
  type: "status";
  status: MessageStatus;
  /** Who, or which group, the message was sent to. */
  chat?: Chat | undefined;
  contact?: WebhookContact | undefined;
}

/** The business wrote from the WhatsApp Business app or a linked device. Do not reply: it is your own message. */
export interface MessageEchoEvent<Message extends IncomingMessage = IncomingMessage> extends EventBase {
  type: "message_echo";
  message: Message;
  /** The customer it went to, or the group. */
  chat: Chat;
  contact?: WebhookContact | undefined;
}

/** A call began or ended, or its recording or transcript is ready. */
export interface CallEvent extends EventBase {
  type: "call";
  call: IncomingCall;
  /** The customer, no matter who called. */
  chat?: Chat | undefined;
  contact?: WebhookContact | undefined;
}

/** A call you started rings, was accepted or was rejected. */
export interface CallStatusEvent extends EventBase {
  type: "call_status";
  status: CallStatus;
  chat?: Chat | undefined;
  contact?: WebhookContact | undefined;
}

/** An error at the level of the app, the account or the system. */
export interface ErrorEvent extends EventBase {
  type: "error";
  error: WebhookError;
}

/** A customer clicked in a marketing message. Meta names neither the customer nor the message. */
export interface UserActionEvent extends EventBase {
  type: "user_action";
  value: UserAction;
}

/** A customer stopped or resumed marketing messages. */
export interface UserPreferencesEvent extends EventBase {
  type: "user_preferences";
  value: UserPreference;
  /** The customer. */
  chat: Chat;
  contact?: WebhookContact | undefined;
}

/** Something happened to a group, or a request about it was answered. */
export interface GroupEventOf<Field extends keyof GroupValues> extends EventBase {
  type: Field;
  value: GroupValues[Field];
  /** The group. */
  chat: { group_id: string };
}

/** An event of any of the four group fields. */
export type GroupEvent = { [Field in keyof GroupValues]: GroupEventOf<Field> }[keyof GroupValues];

/** A whole change, named after its webhook field. */
export interface ChangeEventOf<Field extends keyof ChangeValues> extends EventBase {
  type: Field;
  /** Meta's `value`. */
  value: ChangeValues[Field];
  /** The customer concerned, on `messaging_handovers`. */
  chat?: Chat | undefined;
}

/** An event of any field that Meta reports as one change: account, phone number, template, history, … */
export type ChangeEvent = { [Field in keyof ChangeValues]: ChangeEventOf<Field> }[keyof ChangeValues];

/**
 * Why an event is unknown:
 * - `object`: the notification is not about a WhatsApp Business account;
 * - `field`: the webhook field is not known;
 * - `type`: the type of the message or interactive reply is not known;
 * - `shape`: it is known, but lacks what a handler needs; or a key stands beside the documented ones, which `raw` then
 *   holds alone.
 */
export type UnknownReason = "object" | "field" | "type" | "shape";

/** Something that this version has no type for. Nothing is lost: `raw` holds all of it. */
export interface UnknownEvent extends EventBase {
  type: "unknown";
  reason: UnknownReason;
  /** The sender, if it can be read. */
  from?: WebhookSender | undefined;
  /** Where to send a reply, if it can be read. */
  chat?: Chat | undefined;
}

/**
 * One thing that happened, discriminated by `type`.
 *
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/overview
 */
export type WebhookEvent =
  | MessageEvent
  | StatusEvent
  | MessageEchoEvent
  | CallEvent
  | CallStatusEvent
  | ErrorEvent
  | UserActionEvent
  | UserPreferencesEvent
  | GroupEvent
  | ChangeEvent
  | UnknownEvent;

/** The `type` of an event. */
export type WebhookEventType = WebhookEvent["type"];

/** The event of one type: `WebhookEventOf<"account_update">`. */
export type WebhookEventOf<Type extends WebhookEventType> = Extract<WebhookEvent, { type: Type }>;
