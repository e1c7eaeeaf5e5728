import { ConfigurationError } from "../../errors.ts";
import { userIdPattern } from "../../types/patterns.ts";
import { day } from "./clock.ts";
import type { Choice, Link } from "./content.ts";
import { toUserId } from "./ids.ts";
import type { OpenFlow } from "./open-flow.ts";
import { isInternational } from "./phone-numbers.ts";
import type { UserFacts } from "./user-facts.ts";

/** A message that a customer received. */
export interface InboxMessage {
  /** Id that the business got when it sent the message. */
  id: string;
  /** Meta's message type: `text`, `template`, … */
  type: string;
  /** The request body, as received. */
  body: Record<string, unknown>;
  /** The readable part: the text, the caption, or the template with its values filled in. */
  text: string | undefined;
  /** Buttons and rows that send a message when tapped. */
  choices: readonly Choice[];
  /** Links of template buttons and calls to action. */
  links: readonly Link[];
  /** Id of the business number that sent it. */
  phoneNumberId: string;
  /** Milliseconds since the epoch. */
  timestamp: number;
  /** Whether the customer has read it. */
  isRead: boolean;
}

/** A message that a customer sent. */
export interface OutboxMessage {
  /** Id that the webhook has. */
  id: string;
  /** Meta's message type: `text`, `image`, … */
  type: string;
  /** Id of the business number it was sent to. */
  phoneNumberId: string;
  /** Meta's object for that type. After an edit: the new one. */
  content: unknown;
  /** The message it quotes. */
  replyTo: string | undefined;
  /** Milliseconds since the epoch. */
  timestamp: number;
  /** Whether the customer edited it. */
  isEdited: boolean;
  /** Whether the customer deleted it. */
  isDeleted: boolean;
  /** Whether the business marked it as read. */
  isRead: boolean;
}

/** The settings that concern customers. */
interface CustomerSettings {
  clock: { readonly now: () => number };
  openWindow: boolean;
  readsAutomatically: boolean;
}

const typingMs = 25_000;

/** A customer's data, including the 24-hour window with each business number. */
export class Customer {
  /** Digits of the phone number. */
  wa_id: string | undefined;
  user_id: string;
  parent_user_id: string | undefined;
  name: string;
  username: string | undefined;
  hidesPhoneNumber: boolean;
  reachable = true;
  isBlocking = false;
  readsAutomatically: boolean;
  readonly inbox: InboxMessage[] = [];
  readonly outbox: OutboxMessage[] = [];
  /** Ids of all messages to and from the customer, in order, including those that never arrive. */
  readonly timeline: string[] = [];
  /** Ids of the messages that wait until the customer is back online; `undefined` while online. */
  missed: string[] | undefined;
  /** When the window of each business number was last opened. */
  readonly windows = new Map<string, number>();
  readonly openSince: number;
  /** Until when everything is free after an advertisement, by business number; `Infinity` until it is answered. */
  readonly entryPoints = new Map<string, number>();
  /** The typing indicator that was shown last. */
  typing: { until: number; phoneNumberId: string } | undefined;
  /** The Flow that was opened last. */
  flow: OpenFlow | undefined;
  /** Ids of messages whose Flow cannot be opened again. */
  readonly disabledFlows: string[] = [];
  readonly #now: () => number;

  constructor(settings: CustomerSettings, waId: string | undefined, facts: UserFacts) {
    const { clock, openWindow, readsAutomatically } = settings;
    this.#now = clock.now;
    this.wa_id = waId;
    this.user_id = facts.user_id ?? toUserId(waId ?? "0");
    this.name = facts.name ?? `Customer ${(waId ?? this.user_id).slice(-4)}`;
    this.username = facts.username;
    this.parent_user_id = facts.parent_user_id;
    this.hidesPhoneNumber = facts.hidesPhoneNumber ?? waId === undefined;
    this.readsAutomatically = readsAutomatically;
    this.openSince = openWindow ? clock.now() : Number.NEGATIVE_INFINITY;
  }

  /** The phone number that webhooks show, in digits. */
  get visibleWaId(): string | undefined {
    return this.hidesPhoneNumber ? undefined : this.wa_id;
  }

  update(facts: UserFacts): void {
    this.name = facts.name ?? this.name;
    this.username = facts.username ?? this.username;
    this.parent_user_id = facts.parent_user_id ?? this.parent_user_id;
    this.hidesPhoneNumber = facts.hidesPhoneNumber ?? this.hidesPhoneNumber;
  }

  hasOpenWindow(phoneNumberId: string): boolean {
    return this.#now() < this.windowEndsAt(phoneNumberId);
  }

  /** Whether the window was ever open. */
  hadOpenWindow(phoneNumberId: string): boolean {
    return this.windows.has(phoneNumberId) || Number.isFinite(this.openSince);
  }

  openWindow(phoneNumberId: string): void {
    this.windows.set(phoneNumberId, this.#now());
  }

  closeWindow(phoneNumberId: string): void {
    this.windows.set(phoneNumberId, Number.NEGATIVE_INFINITY);
  }

  /** When the window closes or closed, in milliseconds. */
  windowEndsAt(phoneNumberId: string): number {
    return (this.windows.get(phoneNumberId) ?? this.openSince) + day;
  }

  get seesTyping(): boolean {
    return this.typing !== undefined && this.typing.until > this.#now();
  }

  showTyping(phoneNumberId: string): void {
    this.typing = { until: this.#now() + typingMs, phoneNumberId };
  }

  /** Puts a message into the inbox. */
  receive(message: InboxMessage): void {
    if (this.typing?.phoneNumberId === message.phoneNumberId) this.typing = undefined;
    this.inbox.push(message);
  }

  /** Whether a message has arrived. */
  hasReceived(messageId: string): boolean {
    return this.inbox.some(({ id }) => id === messageId);
  }
}

/** All customers: one object each, whether found by phone number or by business-scoped id. */
export class Customers {
  readonly byWaId = new Map<string, Customer>();
  readonly byUserId = new Map<string, Customer>();
  readonly #settings: CustomerSettings;

  constructor(settings: CustomerSettings) {
    this.#settings = settings;
  }

  /** Finds or adds a customer by phone number (`+5511987654321`) or business-scoped id (`BR.123`). */
  get(address: string, facts: UserFacts = {}): Customer {
    const known = this.#find(String(address));
    if (known === undefined) return this.#add(address, facts);
    known.update(facts);
    return known;
  }

  /** A message from a customer, with its author. */
  findMessage(id: string): { customer: Customer; message: OutboxMessage } | undefined {
    for (const customer of this.all()) {
      const message = customer.outbox.findLast((one) => one.id === id);
      if (message !== undefined) return { customer, message };
    }
    return undefined;
  }

  all(): Customer[] {
    return [...this.byUserId.values()];
  }

  /** Those of these business-scoped ids that are customers, in the order of the ids. */
  withIds(userIds: readonly string[]): Customer[] {
    return userIds.flatMap((userId) => this.byUserId.get(userId) ?? []);
  }

  /** Gives a customer another number, and thereby another business-scoped id. Nobody has the former number then. */
  changeNumber(customer: Customer, address: string): void {
    const digits = toDigits(address);
    if (this.byWaId.has(digits)) throw takenNumber();
    const { wa_id: before, user_id } = customer;
    this.byUserId.delete(user_id);
    Object.assign(customer, { wa_id: digits, user_id: toUserId(digits) });
    this.#keep(customer);
    if (before !== undefined) this.#add(before, {}).reachable = false;
  }

  #find(address: string): Customer | undefined {
    if (userIdPattern.test(address)) {
      return this.byUserId.get(address) ?? this.all().find((one) => one.parent_user_id === address);
    }
    return this.byWaId.get(address.replace(/\D/g, ""));
  }

  #add(address: string, facts: UserFacts): Customer {
    const customer = userIdPattern.test(String(address))
      ? new Customer(this.#settings, undefined, { ...facts, user_id: address })
      : new Customer(this.#settings, toDigits(address), facts);
    this.#keep(customer);
    return customer;
  }

  #keep(customer: Customer): void {
    this.byUserId.set(customer.user_id, customer);
    if (customer.wa_id !== undefined) this.byWaId.set(customer.wa_id, customer);
  }
}

/** A phone number as people write it, without what is between its digits. */
export const withoutPunctuation = (address: string): string => address.replace(/[\s()+.-]/g, "");

/** Whether a business names a customer by this business-scoped id or phone number. */
export const isNamed = ({ wa_id, user_id }: Customer, name: string): boolean =>
  user_id === name || (wa_id !== undefined && wa_id === name.replace(/\D/g, ""));

function toDigits(address: string): string {
  const digits = typeof address === "string" ? withoutPunctuation(address) : "";
  if (isInternational(digits)) return digits;
  const message = "A user needs a phone number with its country code, or a business-scoped id.";
  throw new ConfigurationError(message, [{ path: "user", message }]);
}

function takenNumber(): ConfigurationError {
  const message = "Another customer has this number.";
  return new ConfigurationError(message, [{ path: "address", message }]);
}
