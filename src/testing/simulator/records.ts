import type { Customer } from "./customers.ts";
import type { StoredTemplate } from "./templates/stored-template.ts";

/** A message that was accepted. */
export interface LedgerEntry {
  /** The wamid that was given out, also when the answer was lost. */
  id: string;
  /** Milliseconds since the epoch; never runs backwards on the default clock. */
  at: number;
  /** The business number that sent it. */
  phoneNumberId: string;
  /** Where it goes: `+` and digits, a business-scoped id, or a group id. A number sent without `+` shows up as Meta dials it. */
  to: string;
  /** Meta's name of the kind: `text`, `template`, … */
  type: string;
  /** The request body, as received. */
  body: Record<string, unknown>;
  /** Its `biz_opaque_callback_data`. */
  tag: string | undefined;
}

/** A business number. */
export interface PhoneNumber {
  /** Its id, which requests name. */
  id: string;
  /** Digits. */
  displayPhoneNumber: string;
  /** The name that customers see. */
  verifiedName: string;
  /** The account it belongs to. */
  businessAccountId: string;
}

/** Something that happened to a message. */
export interface MessageEvent {
  /** A status, `replied`, `clicked` or `blocked`. */
  kind: string;
  /** Milliseconds. */
  at: number;
  /** What was tapped. */
  button?: { type: string; text: string };
  /** Why the business was blocked. */
  reason?: string;
}

/** What later statuses of a message need to know. */
export interface SentMessage {
  entry: LedgerEntry;
  number: PhoneNumber;
  customer: Customer | undefined;
  groupId: string | undefined;
  /** Whether it was addressed by business-scoped id. */
  isToUserId: boolean;
  template: StoredTemplate | undefined;
  /** Whether it was held when it was sent. */
  isHeld: boolean;
  /** What Direct Send made a template of. */
  generated: StoredTemplate | undefined;
  /** In order. */
  history: MessageEvent[];
  /** Pricing category. */
  category: string;
  isFree: boolean;
}

/** The nouns an id can stand for. */
export type NodeKind =
  | "phone-number"
  | "business-account"
  | "app"
  | "template"
  | "media"
  | "upload"
  | "template-library";
