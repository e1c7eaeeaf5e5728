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

/** What every event carries. */
export interface EventBase {
  /**
   * The same for every delivery of the same event, also when it was re-serialised on its way: the key to recognise
   * duplicates by. A message's is Meta's id (`wamid.…`); a status's adds status and participant, a call's its event;
   * where Meta gives no id it is a digest of the content.
   */
  id: string;
  /** The webhook field as Meta named it; empty where the notification names none. */
  field: string;
  /**
   * The WhatsApp Business account; empty where the notification names none. Where Meta puts the business portfolio in
   * its place (`account_update` about partners), this is the account that `value.waba_info` names.
   */
  businessAccountId: string;
  /** The business phone number's id, on fields that belong to one number. */
  phoneNumberId?: string | undefined;
  /** When it happened; failing that, when Meta sent the notification. */
  timestamp?: Date | undefined;
  /**
   * The piece of the notification this event was made of, as received: the message, the status, … or the whole
   * change. Integers beyond 2^53 are strings.
   */
  raw: unknown;
}

/** A customer wrote, in a chat or in a group. */
export interface MessageEvent<Message extends IncomingMessage = IncomingMessage> extends EventBase {
  type: "message";
  /** Meta's object, discriminated by its own `type`. */
  message: Message;
  /**
   * Who wrote it. When a `system` message tells of a new number or id, this is the new one, which replies reach; the
   * old one is in `message.from` and `message.system.previous_user_id`.
   */
  from: WebhookSender;
  /** Where a reply goes: the group it was written in, or the person. */
  chat: Chat;
  /** What Meta tells about the sender beside the message. */
  contact?: WebhookContact | undefined;
  /** What was said before another agent handed the conversation over. */
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

/** The business wrote from the WhatsApp Business app or a linked device. Do not answer it: it is your own. */
export interface MessageEchoEvent<Message extends IncomingMessage = IncomingMessage> extends EventBase {
  type: "message_echo";
  message: Message;
  /** The customer it went to. */
  chat?: Chat | undefined;
  contact?: WebhookContact | undefined;
}

/** A call began, ended, or its recording or transcript is ready. */
export interface CallEvent extends EventBase {
  type: "call";
  call: IncomingCall;
  /** The customer on the other side, whoever called. */
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

/** Something went wrong at the level of the app, the account or the system. */
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
  chat?: Chat | undefined;
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
 * - `object`: the notification is about something else than a WhatsApp Business account;
 * - `field`: a webhook field without a known shape;
 * - `type`: a kind of message or interactive reply without a known shape;
 * - `shape`: something known that does not look as documented.
 */
export type UnknownReason = "object" | "field" | "type" | "shape";

/** Something Meta sent that this version has no type for. Nothing is lost: all of it is in `raw`. */
export interface UnknownEvent extends EventBase {
  type: "unknown";
  reason: UnknownReason;
  /** Who it came from, where that can be read. */
  from?: WebhookSender | undefined;
  /** Where a reply would go, where that can be read. */
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
