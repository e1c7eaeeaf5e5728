import type { Choice, Link } from "./content.ts";

/** What is known about a customer. */
export interface UserFacts {
  /** Profile name. Default `Customer` and the last four digits. */
  name?: string;
  /** The customer's username. Default: none. */
  username?: string;
  /** Business-scoped id. Default: derived from the phone number. */
  user_id?: string;
  /** Whether webhooks leave the phone number out, as for customers with a username. Default false. */
  hidesPhoneNumber?: boolean;
}

/** A message that reached a customer. */
export interface InboxMessage {
  /** The id the business got when it sent the message. */
  id: string;
  /** Meta's name of the kind: `text`, `template`, … */
  type: string;
  /** The request body, as received. */
  body: Record<string, unknown>;
  /** What a person reads: the text, the caption, the filled-in template. */
  text: string | undefined;
  /** What can be tapped and is answered by a message. */
  choices: readonly Choice[];
  /** What can be opened: the links of template buttons and of a call to action. */
  links: readonly Link[];
  /** The business number id it came from. */
  phoneNumberId: string;
  /** Milliseconds since the epoch. */
  timestamp: number;
  /** Whether the customer has read it. */
  isRead: boolean;
}

/** A message that a customer wrote. */
export interface OutboxMessage {
  /** The id that the webhook carries. */
  id: string;
  /** Meta's name of the kind: `text`, `image`, … */
  type: string;
  /** The business number it was written to. */
  phoneNumberId: string;
  /** Meta's object of that type. */
  content: unknown;
  /** Milliseconds since the epoch. */
  timestamp: number;
  /** Whether the business marked it as read. */
  isRead: boolean;
}

/** What a customer can send: text, or the message object of a webhook with its `type`. */
export interface UserContent {
  /** Meta's name of the kind: `text`, `location`, … */
  type: string;
  /** What it quotes: `{ id }`. */
  context?: Record<string, unknown>;
  /** The group it is written in. Default: none, it is written to the business alone. */
  group_id?: string;
  /** The bytes of a media message, to be downloaded by the business. Default: a small sample. */
  file?: Blob | Uint8Array;
  /** Meta's object under the name of the type. */
  [key: string]: unknown;
}

/** Where a customer's message goes. */
export interface SendingTo {
  /** A business number id. Default: the simulator's first number. */
  phoneNumberId?: string;
}
