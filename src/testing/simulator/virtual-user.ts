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
import { joinGroup, leaveGroup } from "./groups.ts";
import { createMessageId } from "./ids.ts";
import { keepCustomerFile, mediaKinds } from "./media.ts";
import type { MessageEvent, PhoneNumber } from "./records.ts";
import type { State } from "./state.ts";
import { postStatus } from "./statuses.ts";

/**
 * A customer of the business, controlled by the test.
 *
 * @example
 * const ana = simulator.user("+5511987654321", { name: "Ana" });
 * await ana.sends("hi");
 * ana.inbox.at(-1)?.text;
 */
export class VirtualUser {
  /** The phone number in digits; `undefined` if only the business-scoped id is known. */
  readonly wa_id: string | undefined;
  /** The business-scoped id. */
  readonly user_id: string;
  /** Received messages, oldest first. */
  readonly inbox: InboxMessage[];
  /** Sent messages, oldest first. */
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

  /** Changes the profile name. */
  set name(name: string) {
    this.#customer.name = name;
  }

  /** The username, if the customer has one. */
  get username(): string | undefined {
    return this.#customer.username;
  }

  /** Changes or removes the username. */
  set username(username: string | undefined) {
    this.#customer.username = username;
  }

  /** Whether webhooks leave out the phone number. */
  get hidesPhoneNumber(): boolean {
    return this.#customer.hidesPhoneNumber;
  }

  /** Hides or shows the phone number in later webhooks. */
  set hidesPhoneNumber(hides: boolean) {
    this.#customer.hidesPhoneNumber = hides;
  }

  /** Whether messages can be delivered. With `false`, the business gets a `failed` status with code 131026. */
  get reachable(): boolean {
    return this.#customer.reachable;
  }

  /** Applies to later messages. */
  set reachable(isReachable: boolean) {
    this.#customer.reachable = isReachable;
  }

  /** Whether messages are read as soon as they arrive; the business then gets a `read` status. */
  get readsAutomatically(): boolean {
    return this.#customer.readsAutomatically;
  }

  /** Applies to later messages. */
  set readsAutomatically(reads: boolean) {
    this.#customer.readsAutomatically = reads;
  }

  /** The phone number that webhooks show, in digits. */
  get visibleWaId(): string | undefined {
    return this.#customer.visibleWaId;
  }

  /** Updates the customer's details. */
  update(facts: UserFacts): void {
    this.#customer.update(facts);
  }

  /**
   * Sends a message to the business: opens the 24-hour window and posts the webhook. Resolves after the first delivery
   * attempt, whatever the app answers.
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
   * Taps the reply button, list row or template quick reply with this title, in the newest message that has it.
   *
   * @throws `WhatsAppError` if no message in the inbox has it.
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
   * Opens the link with this label, in the newest message that has it. The click counts in template analytics.
   *
   * @returns the URL, with the values of the message filled in.
   * @throws `WhatsAppError` if no message in the inbox has it.
   */
  follows(title: string): string {
    const [message, link] = this.#newest(({ links }) => links, title, "a link with this label");
    this.#record(message.id, { kind: "clicked", button: { type: "url_button", text: title } });
    return link.url;
  }

  /** Whether messages arrive right away. */
  get isOnline(): boolean {
    return this.#customer.missed === undefined;
  }

  /** Goes offline: messages wait, and their statuses stop at `sent`. */
  goesOffline(): void {
    this.#customer.missed ??= [];
  }

  /** Comes back online: waiting messages arrive. Meta drops those whose time to live is over, without a webhook. */
  async comesOnline(): Promise<void> {
    await deliverMissed(this.#state, this.#customer);
  }

  /**
   * Blocks the business: messages no longer arrive, and their statuses stop at `sent`. Template comparisons count the
   * block against the template that arrived last.
   *
   * @param reason one of Meta's block reasons: `SPAM`, `OFFENSIVE_MESSAGES`, `NO_LONGER_NEEDED`, …
   */
  blocks(reason = "NO_REASON_GIVEN"): void {
    this.#customer.isBlocking = true;
    const last = this.inbox.findLast(({ type }) => type === "template");
    if (last !== undefined) this.#record(last.id, { kind: "blocked", reason });
  }

  /** Unblocks the business. */
  unblocks(): void {
    this.#customer.isBlocking = false;
  }

  /** Whether the business is blocked. */
  get isBlocking(): boolean {
    return this.#customer.isBlocking;
  }

  /** Reacts to a message. An empty emoji takes the reaction back. */
  async reacts(toMessageId: string, emoji: string): Promise<OutboxMessage> {
    const found = this.inbox.find(({ id }) => id === toMessageId);
    const content = emoji === "" ? { message_id: toMessageId } : { message_id: toMessageId, emoji };
    return this.#write(this.#state.number(found?.phoneNumberId), { type: "reaction", reaction: content });
  }

  /**
   * Joins a group by its invite link, or asks to, if the business has to approve. The business gets a webhook.
   *
   * @returns the id of the group.
   * @throws `WhatsAppError` if the link is unknown, the group is full, or the business removed the customer from it.
   */
  joins(inviteLink: string): Promise<string> {
    return joinGroup(this.#state, this.#customer, inviteLink);
  }

  /**
   * Leaves a group. The business gets a webhook.
   *
   * @throws `WhatsAppError` if the customer is not a member.
   */
  leaves(groupId: string): Promise<void> {
    return leaveGroup(this.#state, this.#customer, groupId);
  }

  /** Reads one message, or all unread ones. The business gets `read` statuses. */
  async reads(oneMessageId?: string): Promise<void> {
    await markRead(this.#state, this.#customer, oneMessageId);
  }

  /** Plays a voice message. The business gets a `played` status. */
  async plays(voiceMessageId: string): Promise<void> {
    await postStatus(this.#state, voiceMessageId, "played");
  }

  /** Whether the 24-hour window is open; if not, only templates can be sent. */
  hasOpenWindow(phoneNumberId?: string): boolean {
    return this.#customer.hasOpenWindow(this.#state.number(phoneNumberId).id);
  }

  /** Opens the 24-hour window, as if the customer had just sent a message. */
  openWindow(phoneNumberId?: string): void {
    this.#customer.openWindow(this.#state.number(phoneNumberId).id);
  }

  /** Closes the 24-hour window, as if the customer's last message were more than 24 hours old. */
  closeWindow(phoneNumberId?: string): void {
    this.#customer.closeWindow(this.#state.number(phoneNumberId).id);
  }

  /** Whether the customer sees the typing indicator. It disappears with the next message, or after 25 seconds. */
  get seesTyping(): boolean {
    return this.#customer.seesTyping;
  }

  /** The newest message with a choice or link of this title, and that choice or link. */
  #newest<T extends { title: string }>(
    held: (message: InboxMessage) => readonly T[],
    title: string,
    what: string,
  ): [InboxMessage, T] {
    for (const message of [...this.inbox].reverse()) {
      const found = held(message).find((one) => one.title === title);
      if (found !== undefined) return [message, found];
    }
    throw new WhatsAppError(`None of the ${this.inbox.length} messages in the inbox has ${what}.`);
  }

  async #write(number: PhoneNumber, content: UserContent): Promise<OutboxMessage> {
    const { type, context, group_id, file, ...rest } = content;
    const state = this.#state;
    state.checkCurrent();
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
      id: createMessageId(),
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

  /** Adds an event to the history of a message from the business. */
  #record(messageId: unknown, event: Omit<MessageEvent, "at">): void {
    this.#state.sent.get(String(messageId))?.history.push({ ...event, at: this.#state.now() });
  }

  #facts(number: PhoneNumber, message: OutboxMessage): IncomingFacts {
    return {
      phone_number_id: number.id,
      display_phone_number: number.displayPhoneNumber,
      from: this.visibleWaId,
      user_id: this.user_id,
      parent_user_id: this.#customer.parent_user_id,
      name: this.name,
      username: this.username,
      id: message.id,
      timestamp: Math.floor(message.timestamp / 1000),
    };
  }
}
