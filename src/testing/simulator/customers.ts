import { ConfigurationError } from "../../errors.ts";
import { userIdPattern } from "../../types/patterns.ts";
import { day } from "./clock.ts";
import type { Choice, Link } from "./content.ts";
import { toUserId } from "./ids.ts";
import type { SimulatorSettings } from "./options.ts";
import { isInternational } from "./phone-numbers.ts";

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

type CustomerSettings = Pick<SimulatorSettings, "clock" | "openWindow" | "readsAutomatically">;

const typingMs = 25_000;

/** What the simulator knows of a customer, and the 24-hour windows with each business number. */
export class Customer {
  /** Digits of the phone number. */
  readonly wa_id: string | undefined;
  readonly user_id: string;
  name: string;
  username: string | undefined;
  hidesPhoneNumber: boolean;
  reachable = true;
  isBlocking = false;
  readsAutomatically: boolean;
  readonly inbox: InboxMessage[] = [];
  readonly outbox: OutboxMessage[] = [];
  /** Ids of the messages that wait until the customer is back online; `undefined` while online. */
  missed: string[] | undefined;
  readonly #now: () => number;
  /** When the window of each business number was last opened. */
  readonly #windows = new Map<string, number>();
  readonly #openSince: number;
  #typing: { until: number; phoneNumberId: string } | undefined;

  constructor(settings: CustomerSettings, waId: string | undefined, facts: UserFacts) {
    const { clock, openWindow, readsAutomatically } = settings;
    this.#now = clock.now;
    this.wa_id = waId;
    this.user_id = facts.user_id ?? toUserId(waId ?? "0");
    this.name = facts.name ?? `Customer ${(waId ?? this.user_id).slice(-4)}`;
    this.username = facts.username;
    this.hidesPhoneNumber = facts.hidesPhoneNumber ?? waId === undefined;
    this.readsAutomatically = readsAutomatically;
    this.#openSince = openWindow ? clock.now() : Number.NEGATIVE_INFINITY;
  }

  /** Digits of the phone number as webhooks show it. */
  get visibleWaId(): string | undefined {
    return this.hidesPhoneNumber ? undefined : this.wa_id;
  }

  update(facts: UserFacts): void {
    this.name = facts.name ?? this.name;
    this.username = facts.username ?? this.username;
    this.hidesPhoneNumber = facts.hidesPhoneNumber ?? this.hidesPhoneNumber;
  }

  hasOpenWindow(phoneNumberId: string): boolean {
    return this.#now() - (this.#windows.get(phoneNumberId) ?? this.#openSince) < day;
  }

  openWindow(phoneNumberId: string): void {
    this.#windows.set(phoneNumberId, this.#now());
  }

  closeWindow(phoneNumberId: string): void {
    this.#windows.set(phoneNumberId, Number.NEGATIVE_INFINITY);
  }

  get seesTyping(): boolean {
    return this.#typing !== undefined && this.#typing.until > this.#now();
  }

  showTyping(phoneNumberId: string): void {
    this.#typing = { until: this.#now() + typingMs, phoneNumberId };
  }

  /** Puts a message into the inbox. */
  receive(message: InboxMessage): void {
    if (this.#typing?.phoneNumberId === message.phoneNumberId) this.#typing = undefined;
    this.inbox.push(message);
  }

  /** Whether a message has arrived. */
  hasReceived(messageId: string): boolean {
    return this.inbox.some(({ id }) => id === messageId);
  }
}

/** All customers: one object each, whether found by phone number or by business-scoped id. */
export class Customers {
  readonly #settings: CustomerSettings;
  readonly #byWaId = new Map<string, Customer>();
  readonly #byUserId = new Map<string, Customer>();

  constructor(settings: CustomerSettings) {
    this.#settings = settings;
  }

  /** Finds or adds a customer by phone number (`+5511987654321`) or business-scoped id (`BR.123`). */
  get(address: string, facts: UserFacts = {}): Customer {
    const known = this.#find(address);
    if (known === undefined) return this.#add(address, facts);
    known.update(facts);
    return known;
  }

  /** A message from a customer, with its author. */
  findMessage(id: string): { customer: Customer; message: OutboxMessage } | undefined {
    for (const customer of this.all()) {
      const message = customer.outbox.find((candidate) => candidate.id === id);
      if (message !== undefined) return { customer, message };
    }
    return undefined;
  }

  all(): Customer[] {
    return [...this.#byUserId.values()];
  }

  #find(address: string): Customer | undefined {
    if (userIdPattern.test(address)) return this.#byUserId.get(address);
    return this.#byWaId.get(address.replace(/\D/g, ""));
  }

  #add(address: string, facts: UserFacts): Customer {
    const customer = userIdPattern.test(address)
      ? new Customer(this.#settings, undefined, { ...facts, user_id: address })
      : new Customer(this.#settings, toDigits(address), facts);
    this.#byUserId.set(customer.user_id, customer);
    if (customer.wa_id !== undefined) this.#byWaId.set(customer.wa_id, customer);
    return customer;
  }
}

function toDigits(address: string): string {
  const digits = address.replace(/[\s()+.-]/g, "");
  if (isInternational(digits)) return digits;
  const message = "A user is named by a phone number with its country code, or by a business-scoped id.";
  throw new ConfigurationError(message, [{ path: "user", message }]);
}
