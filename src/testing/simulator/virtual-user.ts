import { WhatsAppError } from "../../errors.ts";
import type { IncomingLocation, SharedContact } from "../../types/webhooks/message-contents.ts";
import {
  editableTypes,
  editContent,
  findLocationRequest,
  isAskedForNumber,
  type OrderedProduct,
  type SharedPerson,
  toCard,
  toEdit,
  toFlowReply,
  toOrder,
  toOwnCard,
  toRevoke,
} from "./answers.ts";
import { Caller } from "./caller.ts";
import { type ChatMessage, listChat } from "./chat.ts";
import type { Choice } from "./content.ts";
import type { Customer, InboxMessage, OutboxMessage } from "./customers.ts";
import { markRead } from "./delivery.ts";
import { explainNearest, show } from "./explain-pattern.ts";
import { joinGroup, leaveGroup } from "./groups.ts";
import { checkExpected, type ExpectedMessage, findMismatches } from "./message-pattern.ts";
import { payOrder } from "./payments.ts";
import { findMessageFlow, type MessageFlow } from "./phone/find-flow.ts";
import { beginFlow } from "./phone/play.ts";
import type { State } from "./state.ts";
import { postStatus } from "./statuses.ts";
import { printChat } from "./transcript.ts";
import {
  type MessageReference,
  toContent,
  type UserContent,
  type UserFileMessage,
  type UserSendOptions,
} from "./user-content.ts";
import { UserFlow } from "./user-flow.ts";
import { waitForArrival } from "./waiting.ts";
import { type Author, findMessage, postChange, recordEvent, writeMessage } from "./writing.ts";

/** How long to wait for a message. */
export interface WaitOptions {
  /** Default 2000. Real time, even while a test stops time. */
  timeoutMs?: number;
}

/**
 * A customer of the business, controlled by the test.
 *
 * @example
 * const ana = simulator.user("+5511987654321", { name: "Ana" });
 * await ana.sends("hi");
 * ana.inbox.at(-1)?.text;
 */
export class VirtualUser extends Caller {
  /** Received messages, oldest first. */
  readonly inbox: InboxMessage[];
  /** Sent messages, oldest first. */
  readonly outbox: OutboxMessage[];
  /** The Flow that {@link opensFlow} opened last. */
  readonly flow: UserFlow;
  readonly #state: State;
  readonly #customer: Customer;

  /** @internal */
  constructor(state: State, customer: Customer) {
    super(state, customer);
    this.#state = state;
    this.#customer = customer;
    this.inbox = customer.inbox;
    this.outbox = customer.outbox;
    this.flow = new UserFlow(() => this.#author);
  }

  /**
   * Sends a message to the business: opens the 24-hour window and posts the webhook. Resolves after the first delivery
   * attempt, whatever the app answers.
   *
   * @param content a text, a file, or Meta's object with its `type`.
   * @throws `ConfigurationError` if it is none of these, and `WhatsAppError` if the message to reply to is not in the chat.
   * @example
   * await ana.sends("hi");
   * await ana.sends({ image: {} }); // a sample; or { image: blob, caption: "Like this" }
   * await ana.sends("This one", { replyTo: ana.inbox[0] });
   */
  async sends(
    content: string | UserContent | UserFileMessage,
    options: UserSendOptions = {},
  ): Promise<OutboxMessage> {
    return writeMessage(this.#author, toContent(content), options);
  }

  /**
   * Taps the reply button or template quick reply with this title, in the newest message that has it. Rows of lists can
   * be tapped, too.
   *
   * @throws `WhatsAppError` if no message in the inbox has it.
   */
  async taps(title: string): Promise<OutboxMessage> {
    return this.#answer(({ choices }) => choices, title, "a button, list row or quick reply with this title");
  }

  /**
   * Chooses the row with this title, in the newest list that has it.
   *
   * @throws `WhatsAppError` if no list in the inbox has it.
   */
  async chooses(row: string): Promise<OutboxMessage> {
    const rows = ({ choices }: InboxMessage) => choices.filter(({ reply }) => reply.type === "list_reply");
    return this.#answer(rows, row, "a list row with this title");
  }

  /**
   * Opens a Flow, as a phone does: with its first screen, or with the one that your endpoint answers to `INIT`.
   *
   * Your endpoint is the `endpoint_uri` of the Flow, or `simulator.flowEndpoint` if that is set. The simulator knows the
   * screens of a Flow that was created with the API, of templates' `flow_json`, and of its seed.
   *
   * @param name the label of its button, its id or its name; or the message. Default: the newest Flow.
   * @throws `WhatsAppError` if no message in the inbox has it, the simulator does not know its screens, or the answer of
   * your endpoint cannot be used: it says what the phone shows, and why.
   * @example
   * await ana.opensFlow("Book");
   * await ana.flow.fills({ slot: "0800" });
   * await ana.flow.submits();
   */
  async opensFlow(name?: string | { readonly id: string }): Promise<UserFlow> {
    const [message] = this.#findFlow(name);
    await beginFlow(this.#author, message);
    return this.flow;
  }

  /**
   * Completes the newest Flow without going through it: no screen is shown, and your endpoint is not asked.
   *
   * @param answers the payload of the Flow's last screen. The `flow_token` is added.
   * @throws `WhatsAppError` if no message in the inbox has a Flow.
   */
  async submitsFlow(answers: Record<string, unknown>): Promise<OutboxMessage> {
    const [replyTo, { token }] = this.#findFlow();
    return writeMessage(this.#author, toFlowReply(token, answers), { replyTo });
  }

  /** Shares a place, in reply to the newest request for it, if one is unanswered. */
  async sharesLocation(location: IncomingLocation): Promise<OutboxMessage> {
    const replyTo = findLocationRequest(this.#author);
    return this.sends({ type: "location", location }, replyTo === undefined ? {} : { replyTo });
  }

  /**
   * Shares contact cards. Without any: the customer's own number, as WhatsApp shares it on request if it was asked for.
   *
   * @example
   * await ana.sharesContact({ name: "Ben", phone: "+5511912345678" });
   */
  async sharesContact(...people: readonly (SharedPerson | SharedContact)[]): Promise<OutboxMessage> {
    if (people.length > 0) return this.sends({ type: "contacts", contacts: people.map(toCard) });
    const card = toOwnCard(this.#customer, isAskedForNumber(this.#author));
    return this.sends({ type: "contacts", contacts: [card] });
  }

  /**
   * Orders products from the catalog.
   *
   * @param details.catalog_id Default: the catalog of the newest message that shows one; otherwise a sample.
   */
  async orders(
    products: readonly OrderedProduct[],
    details: { catalog_id?: string; text?: string } = {},
  ): Promise<OutboxMessage> {
    return writeMessage(this.#author, toOrder(this.#author, products, details));
  }

  /**
   * Pays what the newest order asks for, as a customer in India does. The business gets the status `captured`, and reads
   * the payment with `payments.get`.
   *
   * @throws `WhatsAppError` if no message in the inbox asks to be paid.
   */
  async pays(): Promise<void> {
    await payOrder(this.#state, this.#customer);
  }

  /**
   * Opens the link with this label, in the newest message that has it. The click counts in template analytics.
   *
   * @returns the URL, with the values of the message filled in.
   * @throws `WhatsAppError` if no message in the inbox has it.
   */
  follows(title: string): string {
    const [message, link] = this.#newest(({ links }) => links, title, "a link with this label");
    recordEvent(this.#state, message.id, { kind: "clicked", button: { type: "url_button", text: title } });
    return link.url;
  }

  /**
   * Blocks the business: messages no longer arrive, and their statuses stop at `sent`. Template comparisons count the
   * block against the template that arrived last.
   *
   * @param reason one of Meta's block reasons: `SPAM`, `OFFENSIVE_MESSAGES`, `NO_LONGER_NEEDED`, …
   */
  blocks(reason = "NO_REASON_GIVEN"): void {
    this.#customer.isBlocking = true;
    const newest = this.inbox.findLast(({ type }) => type === "template");
    if (newest !== undefined) recordEvent(this.#state, newest.id, { kind: "blocked", reason });
  }

  /**
   * Reacts to a message.
   *
   * @param emoji `""` takes the reaction back.
   * @param message Default: the newest message in the inbox.
   * @throws `WhatsAppError` if there is no such message.
   */
  async reacts(
    emoji: string,
    message: MessageReference = last(this.inbox, "received"),
  ): Promise<OutboxMessage> {
    const { id: message_id, phoneNumberId } = findMessage(this.#customer, message);
    const reaction = emoji === "" ? { message_id } : { message_id, emoji };
    return writeMessage(this.#author, { type: "reaction", reaction }, { phoneNumberId });
  }

  /**
   * Edits a text, or the caption of an image, a video or a document.
   *
   * @param message Default: the newest one that can be edited.
   * @throws `WhatsAppError` if there is no such message, or it is of another type.
   */
  async edits(
    text: string,
    message: MessageReference = last(this.#written.filter(isEditable), "sent"),
  ): Promise<OutboxMessage> {
    const edited = this.#own(message);
    const content = editContent(edited, text);
    checkNotDeleted(edited);
    Object.assign(edited, { content, isEdited: true });
    return writeMessage(this.#author, toEdit(edited), { phoneNumberId: edited.phoneNumberId });
  }

  /**
   * Deletes a message for everyone.
   *
   * @param message Default: the newest one.
   * @throws `WhatsAppError` if the customer has not sent it.
   */
  async deletes(message: MessageReference = last(this.#written, "sent")): Promise<OutboxMessage> {
    const deleted = this.#own(message);
    checkNotDeleted(deleted);
    deleted.isDeleted = true;
    return writeMessage(this.#author, toRevoke(deleted), { phoneNumberId: deleted.phoneNumberId });
  }

  /**
   * Moves to another number: the business-scoped id changes with it, and messages to the former number fail with code
   * 131026. Every business number in whose chat the customer is learns of it.
   *
   * @param address the new number, with country code.
   * @throws `ConfigurationError` if it is not a phone number, or another customer has it.
   */
  async changesNumber(address: string): Promise<void> {
    const { visibleWaId, user_id } = this.#customer;
    this.#state.changeNumber(this.#customer, address);
    await postChange(this.#author, { visibleWaId, user_id });
  }

  /**
   * Waits for a message of the business. Resolves with the first one that fits among those that have arrived since the
   * customer last wrote, or still arrive.
   *
   * @param expected the readable text, a pattern of the message, or a function.
   * @throws `WhatsAppError` with the chat as text if none arrives in time.
   * @example
   * await ana.sends("hi");
   * const menu = await ana.waitFor({ type: "interactive", body: /choose/i });
   */
  async waitFor(expected: ExpectedMessage, { timeoutMs = 2000 }: WaitOptions = {}): Promise<InboxMessage> {
    this.#state.checkCurrent();
    checkExpected(expected);
    const find = () => this.#recent.find((message) => findMismatches(message, expected).length === 0);
    const found = await waitForArrival(this.#customer, find, timeoutMs);
    if (found !== undefined) return found;
    const what = `No message to ${this.name} was ${show(expected)} within ${timeoutMs} ms.`;
    throw new WhatsAppError(`${what}\n\n${explainNearest(this.#recent, expected)}${this.transcript()}`);
  }

  /** Everything written on both sides, in order, including what failed. */
  get chat(): readonly ChatMessage[] {
    return listChat(this.#state, this.#customer);
  }

  /** The chat as text: times, ticks and buttons. */
  transcript(): string {
    return printChat(this.chat, this.name, this.#state.now());
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

  /**
   * Reads one message, or all unread ones. The business gets `read` statuses.
   *
   * @throws `WhatsAppError` if the customer has not received this message.
   */
  async reads(oneMessageId?: string): Promise<void> {
    if (oneMessageId !== undefined) this.#checkReceived(oneMessageId);
    await markRead(this.#state, this.#customer, oneMessageId);
  }

  /**
   * Plays a voice message. The business gets a `played` status.
   *
   * @throws `WhatsAppError` if the customer has not received it.
   */
  async plays(voiceMessageId: string): Promise<void> {
    this.#checkReceived(voiceMessageId);
    await postStatus(this.#state, voiceMessageId, "played");
  }

  /** The newest message whose Flow has this name, by default the newest Flow. */
  #findFlow(wanted?: string | { readonly id: string }): [InboxMessage, MessageFlow] {
    const flows = this.inbox.flatMap((message): [InboxMessage, MessageFlow][] => {
      const sent = this.#state.sent.get(message.id);
      const flow = sent && findMessageFlow(this.#state, sent);
      return flow === undefined ? [] : [[message, flow]];
    });
    const name = typeof wanted === "object" ? wanted.id : wanted;
    const found = flows.findLast(
      ([{ id }, { names }]) =>
        name === undefined || (typeof wanted === "object" ? id === name : names.includes(name)),
    );
    if (found !== undefined) return found;
    const titles = flows.map(([, { title }]) => `[${title}]`).join(" ");
    const what = name === undefined ? "a Flow" : `a Flow "${name}"`;
    throw new WhatsAppError(
      `None of the ${this.inbox.length} messages in ${this.name}'s inbox has ${what}. They have ${titles || "none at all"}.\n\n${this.transcript()}`,
    );
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
    const titles = [...new Set(this.inbox.flatMap(held).map((one) => `[${one.title}]`))];
    const others = titles.length === 0 ? "none at all" : titles.join(" ");
    throw new WhatsAppError(
      `None of the ${this.inbox.length} messages in ${this.name}'s inbox has ${what}, "${title}". They have ${others}.\n\n${this.transcript()}`,
    );
  }

  async #answer(
    held: (message: InboxMessage) => readonly Choice[],
    title: string,
    what: string,
  ): Promise<OutboxMessage> {
    const [replyTo, { type, reply }] = this.#newest(held, title, what);
    const kind = type === "button" ? "quick_reply_button" : type;
    recordEvent(this.#state, replyTo.id, { kind: "clicked", button: { type: kind, text: title } });
    return writeMessage(this.#author, { type, [type]: reply }, { replyTo });
  }

  /** Messages that have arrived since the customer last wrote. */
  get #recent(): InboxMessage[] {
    const { timeline, outbox } = this.#customer;
    const since = timeline.lastIndexOf(outbox.at(-1)?.id ?? "");
    const recent = new Set(timeline.slice(since + 1));
    return this.inbox.filter(({ id }) => recent.has(id));
  }

  /** What the customer wrote, without reactions and changes of other messages. */
  get #written(): OutboxMessage[] {
    return this.outbox.filter(({ type, isDeleted }) => !isDeleted && !changes.has(type));
  }

  #checkReceived(messageId: string): void {
    if (this.#customer.hasReceived(messageId)) return;
    throw new WhatsAppError("The customer has not received a message with this id.");
  }

  #own(reference: MessageReference): OutboxMessage {
    const { id } = findMessage(this.#customer, reference);
    const own = this.outbox.find((message) => message.id === id);
    if (own !== undefined) return own;
    throw new WhatsAppError("Customers can only edit and delete what they wrote themselves.");
  }

  get #author(): Author {
    return { state: this.#state, customer: this.#customer };
  }
}

/** Messages that change another one. */
const changes = new Set(["reaction", "edit", "revoke"]);

const isEditable = ({ type }: OutboxMessage): boolean => editableTypes.has(type);

function checkNotDeleted({ isDeleted }: OutboxMessage): void {
  if (isDeleted) throw new WhatsAppError("The customer has deleted this message.");
}

function last<T>(messages: readonly T[], verb: string): T {
  const found = messages.at(-1);
  if (found !== undefined) return found;
  throw new WhatsAppError(`The customer has not ${verb} such a message yet.`);
}
