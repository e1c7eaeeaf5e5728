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

/** Details of a business number to add. */
export interface PhoneNumberFacts {
  /** The number itself, with `+`. Default: a new one. */
  displayPhoneNumber?: string;
  /** Name that customers see. Default `Test Business`. */
  verifiedName?: string;
  /** Id of the account it belongs to. Default: the first one. */
  businessAccountId?: string;
  /** Whether it can send. Default true. */
  isRegistered?: boolean;
  /** Whether its owner was verified by a code. Default true. */
  isVerified?: boolean;
  /** PIN that registering it again needs. Default: none. */
  pin?: string;
  /** Fields of its node, under Meta's names, where they differ: `{ quality_rating: "RED" }`. */
  fields?: Record<string, unknown>;
  /** Its settings, under Meta's names, where they differ: `{ calling: { status: "ENABLED" } }`. */
  settings?: Record<string, unknown>;
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
  /** Whether it can send. */
  isRegistered: boolean;
  /** Whether its owner was verified by a code. */
  isVerified: boolean;
  /** The code that `request_code` sent by SMS or call, until it is used. */
  verificationCode?: string;
  /** PIN that registering it again needs. */
  pin?: string;
  /** When it was registered, in milliseconds since the epoch. */
  registrations: number[];
  /** When it was deregistered, in milliseconds since the epoch. */
  deregistrations: number[];
  /** Its business profile, under Meta's names. */
  profile: Record<string, unknown>;
  /** URL that its webhooks are posted to, instead of the account's or the app's. */
  overrideCallbackUri?: string;
  /** Its username. */
  username?: string;
  /** Key that requests to the endpoint of its Flows are encrypted with, in PEM form. */
  flowPublicKey?: string;
  /** Business-scoped ids of the customers that it blocked, in order. */
  blocked: string[];
  /** Its settings, under Meta's names, where they were changed. */
  settings?: Record<string, unknown>;
  /** Its ice breakers and commands, under Meta's names. */
  automation?: Record<string, unknown>;
  /** Whether customers see its catalog and can fill a cart, under Meta's names. */
  commerce?: Record<string, unknown>;
  /** What businesses in India publish, under Meta's names. */
  compliance?: Record<string, unknown>;
  /** Since when it is also used in the WhatsApp Business app, in milliseconds, and what the app has shared. */
  appData?: { since: number; synced: string[] };
  /** Business-scoped ids of the customers whose phone numbers it forgot. */
  forgotten?: string[];
  /** Fields of its node, under Meta's names, where they differ. */
  fields: Record<string, unknown>;
}

/** A number as webhooks name it. */
export const toNumberFacts = ({ id, displayPhoneNumber }: PhoneNumber) => ({
  phone_number_id: id,
  display_phone_number: displayPhoneNumber,
});

/** Something that was done in an account. */
export interface AccountActivity {
  id: string;
  activity_type: string;
  /** Milliseconds. */
  at: number;
}

/** A group of a business number and customers. */
export interface Group {
  id: string;
  phoneNumberId: string;
  subject: string;
  description: string | undefined;
  joinApprovalMode: "auto_approve" | "approval_required";
  /** By which customers join; `undefined` once it was withdrawn. */
  inviteLink: string | undefined;
  /** Milliseconds. */
  createdAt: number;
  /** Business-scoped ids of the members. */
  participants: string[];
  /** Business-scoped ids of those who cannot join again. */
  removed: string[];
  joinRequests: { id: string; userId: string; createdAt: number }[];
  /** When members joined and left. */
  history: { kind: "joined" | "left"; at: number }[];
}

/** A phone call, as far as signalling goes: no sound is sent. */
export interface PhoneCall {
  /** `wacid.…` */
  id: string;
  /** Who called whom. */
  direction: "USER_INITIATED" | "BUSINESS_INITIATED";
  /** How far it has come. */
  state: "ringing" | "connected" | "ended";
  /** Id of the business number. */
  phoneNumberId: string;
  /** Business-scoped id of the customer. */
  userId: string;
  /** Milliseconds since the epoch. */
  placedAt: number;
  /** Milliseconds since the epoch; `undefined` if nobody answered. */
  answeredAt?: number;
  /** Milliseconds since the epoch; `undefined` until it ends. */
  endedAt?: number;
  /** The session description of whoever called. */
  offer: string;
  /** The session description of whoever answered; with `pre_accept`, already while it rings. */
  answer?: string;
  /** Its `biz_opaque_callback_data`. */
  tag?: string;
}

/** What a customer permits a business number. */
export interface CallPermission {
  /** Milliseconds; `undefined` for good. */
  until: number | undefined;
}

/** A thread that another responder owns. */
export interface Thread {
  /** The role of its owner. */
  owner: string;
  /** When the customer last wrote, or it was passed: after a day it is idle. Milliseconds. */
  at: number;
}

/** The payment of an order. */
export interface Payment {
  phoneNumberId: string;
  /** The name of the configuration that it was paid with. */
  configuration: string;
  /** Under Meta's names. */
  content: Record<string, unknown> & { reference_id: string; transactions: Record<string, unknown>[] };
}

/** A form by which customers subscribe to marketing messages. */
export interface Signup {
  id: string;
  businessAccountId: string;
  /** Its content, under Meta's names. */
  content: Record<string, unknown>;
}

/** Something that happened to a message. */
export interface MessageEvent {
  /** A status, `replied`, `clicked` or `blocked`. */
  kind: string;
  /** Milliseconds. */
  at: number;
  /** The button that was tapped. */
  button?: { type: string; text: string };
  /** Why the message failed. */
  error?: { code: number; details: string };
  /** Why the business was blocked. */
  reason?: string;
}

/** What a message costs, as its statuses say it. */
export interface Price {
  type: "regular" | "free_customer_service" | "free_group_customer_service" | "free_entry_point";
  category: string;
  /** Of a template with a max price. */
  cost?: { amount: number; currency: string };
  /** When the free entry point window closes, in milliseconds. */
  freeUntil?: number;
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
  /** What kind of message it is to those who charge for it: `service`, `utility`, `marketing`, … */
  category: string;
  price: Price;
}

/** An error of a message that had been accepted. */
export interface LateError {
  code: number;
  details: string;
}

/** A code of Embedded Signup until it is exchanged. */
export interface SignupCode {
  /** Milliseconds since the epoch. */
  issuedAt: number;
  /** Id of the portfolio that signed up. */
  portfolioId: string;
  redirectUri: string | undefined;
}

/** A business that signed up. */
export interface ClientPortfolio {
  businessAccountIds: string[];
  /** The token that the app has for it. */
  token: string | undefined;
}

/** Statuses of a message that are still to be posted, one after the other. */
export interface UnfinishedStatuses {
  messageId: string;
  /** The member of a group whom they are about. */
  memberId?: string;
  /** Why it fails. */
  late?: LateError;
  /** Those that have been posted. */
  posted: string[];
}

/** The kinds of nodes that an id can refer to. */
export type NodeKind =
  | "phone-number"
  | "business-account"
  | "app"
  | "portfolio"
  | "client-portfolio"
  | "oauth"
  | "debug-token"
  | "template"
  | "media"
  | "group"
  | "signup"
  | "flow"
  | "upload"
  | "template-library";
