import { WhatsAppError } from "../../errors.ts";
import { toObject } from "../../utils/json.ts";
import { type IncomingFacts, incoming } from "../events.ts";
import { day } from "./clock.ts";
import type { InboxMessage, OutboxMessage, SendingTo, UserContent, UserFacts } from "./customers.ts";
import { deliverMissed } from "./delivery.ts";
import { messageId, toUserId } from "./ids.ts";
import { keepMedia, mediaKinds } from "./incoming-media.ts";
import type { Mark, PhoneNumber, SentMessage, State } from "./state.ts";
import { postStatus } from "./statuses.ts";

const typingMs = 25_000;

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
  /** The profile name. */
  name: string;
  /** The username, where the customer has one. */
  username: string | undefined;
  /** Whether webhooks leave the phone number out. */
  hidesPhoneNumber: boolean;
  /** `false`: nothing arrives, and the business gets a `failed` status with code 131026. */
  reachable = true;
  /** Whether what arrives is read at once, and the business gets a `read` status. */
  readsAutomatically: boolean;
  /** What arrived, oldest first. */
  readonly inbox: InboxMessage[] = [];
  /** What the customer wrote, oldest first. */
  readonly outbox: OutboxMessage[] = [];
  readonly #state: State;
  readonly #windows = new Map<string, number>();
  readonly #firstSeen: number;
  #missed: SentMessage[] | undefined;
  #isBlocking = false;
  #typing: { until: number; phoneNumberId: string } | undefined;

  /** @internal */
  constructor(state: State, waId: string | undefined, facts: UserFacts) {
    this.#state = state;
    this.wa_id = waId;
    this.user_id = facts.user_id ?? toUserId(waId ?? "0");
    this.name = facts.name ?? `Customer ${(waId ?? this.user_id).slice(-4)}`;
    this.username = facts.username;
    this.hidesPhoneNumber = facts.hidesPhoneNumber ?? waId === undefined;
    this.readsAutomatically = state.settings.readsAutomatically;
    this.#firstSeen = state.now();
  }

  /** Digits of the phone number as webhooks show it. */
  get visibleWaId(): string | undefined {
    return this.hidesPhoneNumber ? undefined : this.wa_id;
  }

  /** Changes what is known about the customer. */
  update(facts: UserFacts): void {
    this.name = facts.name ?? this.name;
    this.username = facts.username ?? this.username;
    this.hidesPhoneNumber = facts.hidesPhoneNumber ?? this.hidesPhoneNumber;
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
    this.#mark(message.id, { what: "clicked", button: { type: kind, text: title } });
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
    this.#mark(message.id, { what: "clicked", button: { type: "url_button", text: title } });
    return link.url;
  }

  /** Whether what is sent arrives now. */
  get isOnline(): boolean {
    return this.#missed === undefined;
  }

  /** Messages wait from now on: their statuses stop at `sent`. */
  goesOffline(): void {
    this.#missed ??= [];
  }

  /** What waited arrives, except for what outlived its time to live: Meta drops that without a webhook. */
  async comesOnline(): Promise<void> {
    const missed = this.missed;
    this.#missed = undefined;
    for (const sent of missed) await deliverMissed(this.#state, sent);
  }

  /**
   * Blocks the business: nothing arrives any more, and statuses stop at `sent`. Comparisons of templates count it against
   * the one that arrived last.
   *
   * @param reason as Meta's reports name it: `SPAM`, `OFFENSIVE_MESSAGES`, `NO_LONGER_NEEDED`, …
   */
  blocks(reason = "NO_REASON_GIVEN"): void {
    this.#isBlocking = true;
    const last = this.inbox.findLast(({ type }) => type === "template");
    if (last !== undefined) this.#mark(last.id, { what: "blocked", reason });
  }

  /** Lets the business write again. */
  unblocks(): void {
    this.#isBlocking = false;
  }

  /** Whether the business is blocked. */
  get isBlocking(): boolean {
    return this.#isBlocking;
  }

  /** Reacts to a message; an empty emoji takes the reaction back. */
  async reacts(toMessageId: string, emoji: string): Promise<OutboxMessage> {
    const found = this.inbox.find(({ id }) => id === toMessageId);
    const content = emoji === "" ? { message_id: toMessageId } : { message_id: toMessageId, emoji };
    return this.#write(this.#state.number(found?.phoneNumberId), { type: "reaction", reaction: content });
  }

  /** Reads one message, or everything unread: the business gets `read` statuses. */
  async reads(oneMessageId?: string): Promise<void> {
    const unread = this.inbox.filter(
      ({ id, isRead }) => !isRead && (oneMessageId === undefined || id === oneMessageId),
    );
    for (const message of unread) message.isRead = true;
    await Promise.all(unread.map(({ id }) => postStatus(this.#state, id, "read")));
  }

  /** Listens to a voice message for the first time: the business gets a `played` status. */
  async plays(voiceMessageId: string): Promise<void> {
    await postStatus(this.#state, voiceMessageId, "played");
  }

  /** Whether any message may be sent to this customer, or only templates. */
  hasOpenWindow(phoneNumberId?: string): boolean {
    const { settings } = this.#state;
    const firstSeen = settings.openWindow ? this.#firstSeen : Number.NEGATIVE_INFINITY;
    const openedAt = this.#windows.get(this.#state.number(phoneNumberId).id) ?? firstSeen;
    return this.#state.now() - openedAt < day;
  }

  /** As if the customer had just written. */
  openWindow(phoneNumberId?: string): void {
    this.#windows.set(this.#state.number(phoneNumberId).id, this.#state.now());
  }

  /** As if the customer had last written more than 24 hours ago. */
  closeWindow(phoneNumberId?: string): void {
    this.#windows.set(this.#state.number(phoneNumberId).id, Number.NEGATIVE_INFINITY);
  }

  /** Whether the customer sees the business typing: until it answers, for 25 seconds at most. */
  get seesTyping(): boolean {
    return this.#typing !== undefined && this.#typing.until > this.#state.now();
  }

  /** @internal */
  showTyping(phoneNumberId: string): void {
    this.#typing = { until: this.#state.now() + typingMs, phoneNumberId };
  }

  /** @internal */
  get missed(): readonly SentMessage[] {
    return this.#missed ?? [];
  }

  /** @internal */
  misses(sent: SentMessage): void {
    this.#missed?.push(sent);
  }

  /** @internal */
  holds(messageId: string): boolean {
    return this.inbox.some(({ id }) => id === messageId);
  }

  /** @internal */
  receive(message: InboxMessage): void {
    if (this.#typing?.phoneNumberId === message.phoneNumberId) this.#typing = undefined;
    this.inbox.push(message);
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
      ? await keepMedia(state, number, type, toObject(rest[type]), file)
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
    this.#mark(context?.id, { what: "replied" });
    this.openWindow(number.id);
    state.throughput.count(number.id, state.now());
    await state.outbox.post(
      incoming.message(type, prepared, { ...this.#facts(number, message), context, group_id }),
      number.businessAccountId,
    );
    return message;
  }

  /** Notes something about a message of the business. */
  #mark(messageId: unknown, mark: Omit<Mark, "at">): void {
    this.#state.sent.get(String(messageId))?.marks.push({ ...mark, at: this.#state.now() });
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
