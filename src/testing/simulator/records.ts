import type { Customer } from "./customers.ts";
import type { StoredTemplate } from "./templates/stored-template.ts";

/** An accepted message. */
export interface LedgerEntry {
  /** Its wamid, even if the response was lost. */
  id: string;
  /** Milliseconds since the epoch. Never runs backwards with the default clock. */
  at: number;
  /** Id of the business number that sent it. */
  phoneNumberId: string;
  /** The recipient: `+` and digits, a business-scoped id, or a group id. A number sent without `+` appears as Meta dials it. */
  to: string;
  /** Meta's message type: `text`, `template`, … */
  type: string;
  /** The request body, as received. */
  body: Record<string, unknown>;
  /** Its `biz_opaque_callback_data`. */
  tag: string | undefined;
}

/** A business number. */
export interface PhoneNumber {
  /** Phone number id, as used in requests. */
  id: string;
  /** The number itself, in digits. */
  displayPhoneNumber: string;
  /** Name that customers see. */
  verifiedName: string;
  /** Id of the account it belongs to. */
  businessAccountId: string;
}

/** Something that happened to a message. */
export interface MessageEvent {
  /** A status, `replied`, `clicked` or `blocked`. */
  kind: string;
  /** Milliseconds. */
  at: number;
  /** The button that was tapped. */
  button?: { type: string; text: string };
  /** Why the business was blocked. */
  reason?: string;
  /** Why a message failed. */
  error?: { code: number; details: string };
}

/** A sent message, with everything its later statuses need. */
export interface SentMessage {
  entry: LedgerEntry;
  number: PhoneNumber;
  customer: Customer | undefined;
  groupId: string | undefined;
  /** Whether it was addressed by business-scoped id. */
  isToUserId: boolean;
  template: StoredTemplate | undefined;
  /** Whether pacing held it when it was sent. */
  isHeld: boolean;
  /** The template that Direct Send generated from it. */
  generated: StoredTemplate | undefined;
  /** Its history, in order. */
  history: MessageEvent[];
  /** Pricing category. */
  category: string;
  isFree: boolean;
}

/** The kinds of nodes that an id can refer to. */
export type NodeKind =
  | "phone-number"
  | "business-account"
  | "app"
  | "template"
  | "media"
  | "upload"
  | "template-library";
