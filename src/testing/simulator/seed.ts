import type { AccessTokenFacts } from "./access-tokens.ts";
import type { UserFacts } from "./customers.ts";
import type { PhoneNumberFacts } from "./records.ts";

/** A business account to begin with. */
export interface SeedAccount {
  /** Id of the WhatsApp Business Account. The id of the first one changes that one. */
  id: string;
  /** Fields of its node, under Meta's names, where they differ: `{ name: "Second Shop" }`. */
  fields?: Readonly<Record<string, unknown>>;
}

/** A business number to begin with. Its account is added if it is new. */
export interface SeedNumber extends PhoneNumberFacts {
  /** Phone number id. The id of the first number changes that one. */
  id: string;
}

/** A customer to begin with: with a phone number, a business-scoped id, or both. */
export interface SeedCustomer extends UserFacts {
  /** Phone number, with country code. */
  phone?: string;
  /** Whether the 24-hour window with every business number is open. Default: as the option `openWindow` says. */
  openWindow?: boolean;
  /** Whether messages can be delivered. Default true. */
  reachable?: boolean;
  /** Whether messages arrive right away. Default true. */
  isOnline?: boolean;
  /** Whether the customer blocks the business. Default false. */
  isBlocking?: boolean;
  /** Whether messages are read as soon as they arrive. Default: as the option `readsAutomatically` says. */
  readsAutomatically?: boolean;
}

/** A template to begin with: what a call to `message_templates` posts, and its status. */
export interface SeedTemplate {
  /** Its name, in lower case. */
  name: string;
  /** For example `en_US`. */
  language: string;
  /** `AUTHENTICATION`, `MARKETING` or `UTILITY`. */
  category: string;
  /** Header, body, footer and buttons, in Meta's form. */
  components: readonly Readonly<Record<string, unknown>>[];
  /** Default `APPROVED`. One that is `PENDING` waits until it is approved or rejected by hand. */
  status?: "APPROVED" | "PENDING" | "REJECTED" | "PAUSED" | "DISABLED";
  /** Id of the account it belongs to. Default: the first one. */
  businessAccountId?: string;
  /** Meta's other fields: `parameter_format`, `message_send_ttl_seconds`, … */
  [field: string]: unknown;
}

/** A group to begin with. */
export interface SeedGroup {
  /** Its id. Default: a new one. */
  id?: string;
  /** Its name. */
  subject: string;
  /** What it is about. Default: nothing. */
  description?: string;
  /** Default `auto_approve`. */
  joinApprovalMode?: "auto_approve" | "approval_required";
  /** Id of the business number that owns it. Default: the first one. */
  phoneNumberId?: string;
  /** Phone numbers or business-scoped ids of its members, who become customers if they are not. Default: none. */
  participants?: readonly string[];
}

/**
 * What a simulator holds from the start: a plain object, which can come from a JSON file.
 *
 * @example
 * const seed: SimulatorSeed = {
 *   customers: [{ phone: "+5511987654321", name: "Ana", openWindow: true }],
 *   templates: [{ name: "news", language: "en_US", category: "MARKETING", components: [{ type: "BODY", text: "News." }] }],
 * };
 */
export interface SimulatorSeed {
  /** Business accounts, besides the first one. */
  accounts?: readonly SeedAccount[];
  /** Business numbers, besides the first one. */
  numbers?: readonly SeedNumber[];
  /** Access tokens, besides the first one. */
  tokens?: readonly AccessTokenFacts[];
  /** Customers. */
  customers?: readonly SeedCustomer[];
  /** Templates, besides those that every account starts with. One of the same name and language takes their place. */
  templates?: readonly SeedTemplate[];
  /** Groups. */
  groups?: readonly SeedGroup[];
  /** Flow JSON by the id or the name of the Flow: with it, the chat page shows a Flow's screens. */
  flows?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}
