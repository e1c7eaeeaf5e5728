import { WhatsAppError } from "../../errors.ts";
import { toObject } from "../../utils/json.ts";
import { type IncomingFacts, incoming } from "../events.ts";
import type {
  Customer,
  InboxMessage,
  OutboxMessage,
  SendingTo,
  UserContent,
  UserFacts,
} from "./customers.ts";
import { deliverMissed, markRead } from "./delivery.ts";
import { messageId } from "./ids.ts";
import { keepCustomerFile, mediaKinds } from "./media.ts";
import type { MessageEvent, PhoneNumber } from "./records.ts";
import type { State } from "./state.ts";
import { postStatus } from "./statuses.ts";

/**
 * A customer of the business, played by the test.
 *
 * @example
 * const ana = simulator.user("+5511987654321", { name: "Ana" });
 * await ana.sends("hi");
 * ana.inbox.at(-1)?.text;
 */
export class VirtualUser {
  /** Digits of the phone number; `undefined` for a customer known by a business-scoped id only. */
  readonly wa_id: string | undefined;
  /** The business-scoped id. */
  readonly user_id: string;
  /** What arrived, oldest first. */
  readonly inbox: InboxMessage[];
  /** What the customer wrote, oldest first. */
  readonly outbox: OutboxMessage[];
  readonly #state: State;
  readonly #customer: Customer;

  /** @internal */
  constructor(state: State, customer: Customer) {
    const { wa_id, user_id, inbox, outbox } = customer;
    this.#state = state;
    this.#customer = customer;
    this.wa_id = wa_id;
    this.user_id = user_id;
    this.inbox = inbox;
    this.outbox = outbox;
  }

  /** The profile name. */
  get name(): string {
    return this.#customer.name;
  }

  set name(name: string) {
    this.#customer.name = name;
  }

  /** The username, where the customer has one. */
  get username(): string | undefined {
    return this.#customer.username;
  }

  set username(username: string | undefined) {
    this.#customer.username = username;
  }

  /** Whether webhooks leave the phone number out. */
  get hidesPhoneNumber(): boolean {
    return this.#customer.hidesPhoneNumber;
  }

  set hidesPhoneNumber(hides: boolean) {
    this.#customer.hidesPhoneNumber = hides;
  }

  /** `false`: nothing arrives, and the business gets a `failed` status with code 131026. */
  get reachable(): boolean {
    return this.#customer.reachable;
  }

  set reachable(isReachable: boolean) {
    this.#customer.reachable = isReachable;
  }

  /** Whether what arrives is read at once, and the business gets a `read` status. */
  get readsAutomatically(): boolean {
    return this.#customer.readsAutomatically;
  }

  set readsAutomatically(reads: boolean) {
    this.#customer.readsAutomatically = reads;
  }

  /** Digits of the phone number as webhooks show it. */
  get visibleWaId(): string | undefined {
    return this.#customer.visibleWaId;
  }

  /** Changes what is known about the customer. */
  update(facts: UserFacts): void {
    this.#customer.update(facts);
  }

  /**
   * Writes to the business: the webhook is posted, and the 24-hour window opens. Resolves after the first delivery
   * attempt, whatever the app answered.
   *
   * @example
   * await ana.sends("hi");
   * await ana.sends({ type: "location", location: { latitude: -23.55, longitude: -46.63 } });
   */
  async sends(content: string | UserContent, { phoneNumberId }: SendingTo = {}): Promise<OutboxMessage> {
    const number = this.#state.number(phoneNumberId);
    const message = typeof content === "string" ? { type: "text", text: { body: content } } : content;
    return this.#write(number, message);
  }

  /**
   * Taps the reply button, list row or template quick reply with this title, in the newest message that has one.
   *
   * @throws `WhatsAppError` when no message in the inbox has one.
   */
  async taps(title: string): Promise<OutboxMessage> {
    const what = "a button, list row or quick reply with this title";
    const [message, choice] = this.#newest(({ choices }) => choices, title, what);
    const kind = choice.type === "button" ? "quick_reply_button" : choice.type;
    this.#record(message.id, { kind: "clicked", button: { type: kind, text: title } });
    const number = this.#state.number(message.phoneNumberId);
    const context = { from: number.displayPhoneNumber, id: message.id };
    return this.#write(number, { type: choice.type, [choice.type]: choice.reply, context });
  }

  /**
   * Opens the link with this label, in the newest message that has one; the business sees the click in its analytics.
   *
   * @returns the address, with the values of the message in it.
   * @throws `WhatsAppError` when no message in the inbox has one.
   */
  follows(title: string): string {
    const [message, link] = this.#newest(({ links }) => links, title, "a link with this label");
    this.#record(message.id, { kind: "clicked", button: { type: "url_button", text: title } });
    return link.url;
  }

  /** Whether what is sent arrives now. */
  get isOnline(): boolean {
    return this.#customer.missed === undefined;
  }

  /** Messages wait from now on: their statuses stop at `sent`. */
  goesOffline(): void {
    this.#customer.missed ??= [];
  }

  /** What waited arrives, except for what outlived its time to live: Meta drops that without a webhook. */
  async comesOnline(): Promise<void> {
    await deliverMissed(this.#state, this.#customer);
  }

  /**
   * Blocks the business: nothing arrives any more, and statuses stop at `sent`. Comparisons of templates count it against
   * the one that arrived last.
   *
   * @param reason as Meta's reports name it: `SPAM`, `OFFENSIVE_MESSAGES`, `NO_LONGER_NEEDED`, …
   */
  blocks(reason = "NO_REASON_GIVEN"): void {
    this.#customer.isBlocking = true;
    const last = this.inbox.findLast(({ type }) => type === "template");
    if (last !== undefined) this.#record(last.id, { kind: "blocked", reason });
  }

  /** Lets the business write again. */
  unblocks(): void {
    this.#customer.isBlocking = false;
  }

  /** Whether the business is blocked. */
  get isBlocking(): boolean {
    return this.#customer.isBlocking;
  }

  /** Reacts to a message; an empty emoji takes the reaction back. */
  async reacts(toMessageId: string, emoji: string): Promise<OutboxMessage> {
    const found = this.inbox.find(({ id }) => id === toMessageId);
    const content = emoji === "" ? { message_id: toMessageId } : { message_id: toMessageId, emoji };
    return this.#write(this.#state.number(found?.phoneNumberId), { type: "reaction", reaction: content });
  }

  /** Reads one message, or everything unread: the business gets `read` statuses. */
  async reads(oneMessageId?: string): Promise<void> {
    await markRead(this.#state, this.#customer, oneMessageId);
  }

  /** Listens to a voice message for the first time: the business gets a `played` status. */
  async plays(voiceMessageId: string): Promise<void> {
    await postStatus(this.#state, voiceMessageId, "played");
  }

  /** Whether any message may be sent to this customer, or only templates. */
  hasOpenWindow(phoneNumberId?: string): boolean {
    return this.#customer.hasOpenWindow(this.#state.number(phoneNumberId).id);
  }

  /** As if the customer had just written. */
  openWindow(phoneNumberId?: string): void {
    this.#customer.openWindow(this.#state.number(phoneNumberId).id);
  }

  /** As if the customer had last written more than 24 hours ago. */
  closeWindow(phoneNumberId?: string): void {
    this.#customer.closeWindow(this.#state.number(phoneNumberId).id);
  }

  /** Whether the customer sees the business typing: until it answers, for 25 seconds at most. */
  get seesTyping(): boolean {
    return this.#customer.seesTyping;
  }

  /** The newest message in the inbox that holds something with this title, and what it holds. */
  #newest<T extends { title: string }>(
    held: (message: InboxMessage) => readonly T[],
    title: string,
    what: string,
  ): [InboxMessage, T] {
    for (const message of [...this.inbox].reverse()) {
      const found = held(message).find((one) => one.title === title);
      if (found !== undefined) return [message, found];
    }
    throw new WhatsAppError(`No message in the inbox (${this.inbox.length} messages) has ${what}.`);
  }

  async #write(number: PhoneNumber, content: UserContent): Promise<OutboxMessage> {
    const { type, context, group_id, file, ...rest } = content;
    const state = this.#state;
    const prepared = mediaKinds.has(type)
      ? await keepCustomerFile(state.media, {
          type,
          content: toObject(rest[type]),
          file,
          phoneNumberId: number.id,
          host: state.origin,
        })
      : rest[type];
    const message: OutboxMessage = {
      id: messageId(),
      type,
      phoneNumberId: number.id,
      content: prepared,
      timestamp: state.now(),
      isRead: false,
    };
    this.outbox.push(message);
    this.#record(context?.id, { kind: "replied" });
    this.openWindow(number.id);
    state.throughput.count(number.id, state.now());
    await state.outbox.post(
      incoming.message(type, prepared, { ...this.#facts(number, message), context, group_id }),
      number.businessAccountId,
    );
    return message;
  }

  /** Notes something about a message of the business. */
  #record(messageId: unknown, event: Omit<MessageEvent, "at">): void {
    this.#state.sent.get(String(messageId))?.history.push({ ...event, at: this.#state.now() });
  }

  #facts(number: PhoneNumber, message: OutboxMessage): IncomingFacts {
    return {
      phone_number_id: number.id,
      display_phone_number: number.displayPhoneNumber,
      from: this.visibleWaId,
      user_id: this.user_id,
      name: this.name,
      username: this.username,
      id: message.id,
      timestamp: Math.floor(message.timestamp / 1000),
    };
  }
}
