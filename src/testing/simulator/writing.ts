import { WhatsAppError } from "../../errors.ts";
import { type Json, toObject } from "../../utils/json.ts";
import { type IncomingFacts, incoming } from "../events.ts";
import { notePermission } from "./calls.ts";
import { toSeconds } from "./clock.ts";
import type { Customer, InboxMessage, OutboxMessage } from "./customers.ts";
import { createMessageId } from "./ids.ts";
import { keepCustomerFile } from "./media.ts";
import { enterByAdvertisement } from "./pricing.ts";
import { type MessageEvent, type PhoneNumber, toNumberFacts } from "./records.ts";
import { hasFile } from "./sample-files.ts";
import type { State } from "./state.ts";
import { findOwner, keepThread, toStandby } from "./threads.ts";
import type { MessageReference, UserContent, UserSendOptions } from "./user-content.ts";

/** Who writes. */
export interface Author {
  state: State;
  customer: Customer;
}

/** Sends a message of a customer to a business number: opens the window and posts the webhook. */
export async function writeMessage(
  author: Author,
  content: UserContent,
  { phoneNumberId, ...options }: UserSendOptions = {},
): Promise<OutboxMessage> {
  const { state, customer } = author;
  state.checkCurrent();
  const quoted = options.replyTo === undefined ? undefined : findMessage(customer, options.replyTo);
  const number = state.number(phoneNumberId ?? quoted?.phoneNumberId);
  const context = toContext(author, number, { ...options, quoted, given: content.context });
  const written = await prepare(state, number, content);
  const message: OutboxMessage = {
    id: createMessageId(),
    type: content.type,
    phoneNumberId: number.id,
    content: written,
    replyTo: typeof context?.id === "string" ? context.id : undefined,
    timestamp: state.now(),
    isRead: false,
    isEdited: false,
    isDeleted: false,
  };
  customer.outbox.push(message);
  customer.timeline.push(message.id);
  state.written.push(message.id);
  if (number.blocked.includes(customer.user_id)) return message; // it goes nowhere
  recordEvent(state, context?.id, { kind: "replied" });
  customer.openWindow(number.id);
  notePermission(state, { phoneNumberId: number.id, userId: customer.user_id }, written);
  state.throughput.count(number.id, state.now());
  const { referral, group_id = content.group_id } = options;
  enterByAdvertisement(customer, number.id, referral);
  const facts = { ...toFacts(author, number, message), context, group_id, referral };
  const change = incoming.message(message.type, written, facts);
  const isOthers = findOwner(state, { number, customer }) !== undefined;
  keepThread(state, { number, customer });
  await state.outbox.post(isOthers ? toStandby(change) : change, number.businessAccountId);
  return message;
}

/** Meta's object, with the id and URL of its file. */
async function prepare(state: State, { id }: PhoneNumber, { type, file, ...rest }: UserContent) {
  if (!hasFile(type)) return rest[type];
  const content = toObject(rest[type]);
  return keepCustomerFile(state.media, { type, content, file, phoneNumberId: id, host: state.origin });
}

/** What the message quotes, and whether it was forwarded. */
function toContext(
  { customer }: Author,
  { displayPhoneNumber }: PhoneNumber,
  given: Pick<UserSendOptions, "forwarded"> & {
    quoted: InboxMessage | OutboxMessage | undefined;
    given: Json | undefined;
  },
): Json | undefined {
  const { quoted, forwarded = false } = given;
  const isOwn = customer.outbox.some(({ id }) => id === quoted?.id);
  const from = isOwn ? customer.visibleWaId : displayPhoneNumber;
  const context: Json = {
    ...(quoted === undefined ? {} : { ...(from === undefined ? {} : { from }), id: quoted.id }),
    ...(forwarded === false ? {} : { [forwarded === true ? "forwarded" : "frequently_forwarded"]: true }),
    ...given.given,
  };
  return Object.keys(context).length === 0 ? undefined : context;
}

/** Tells every business number that the customer has written with, by default the first one, of a new number or id. */
export async function postChange(author: Author, before: Pick<Customer, "visibleWaId" | "user_id">) {
  const { state, customer } = author;
  state.checkCurrent();
  const written = [...customer.inbox, ...customer.outbox].map(({ phoneNumberId }) => phoneNumberId);
  const numbers = new Set(written.length === 0 ? [state.number().id] : written);
  const isVisible = customer.visibleWaId !== undefined && before.visibleWaId !== undefined;
  const [was, is] = isVisible
    ? [before.visibleWaId, customer.visibleWaId]
    : [before.user_id, customer.user_id];
  const notice = {
    type: isVisible ? "user_changed_number" : "user_changed_user_id",
    body: `User ${customer.name} changed from ${was} to ${is}`,
    ...(isVisible ? { wa_id: is } : {}),
    user_id: customer.user_id,
    previous_user_id: before.user_id,
  };
  for (const id of numbers) {
    const number = state.number(id);
    const facts = { ...toNumberFacts(number), from: before.visibleWaId, timestamp: toSeconds(state.now()) };
    await state.outbox.post(incoming.message("system", notice, facts), number.businessAccountId);
  }
}

/** Finds a message that the customer sent or received. */
export function findMessage(
  { inbox, outbox }: Customer,
  reference: MessageReference,
): InboxMessage | OutboxMessage {
  const wanted = typeof reference === "string" ? reference : reference.id;
  const found = [...inbox, ...outbox].find(({ id }) => id === wanted);
  if (found !== undefined) return found;
  throw new WhatsAppError("The customer has neither received nor sent a message with this id.");
}

/** Adds an event to the history of a message from the business. */
export function recordEvent(state: State, messageId: unknown, event: Omit<MessageEvent, "at">): void {
  state.sent.get(String(messageId))?.history.push({ ...event, at: state.now() });
}

function toFacts({ customer }: Author, number: PhoneNumber, message: OutboxMessage): IncomingFacts {
  const { visibleWaId: from, user_id, parent_user_id, name, username } = customer;
  const who = { from, user_id, parent_user_id, name, username };
  return { ...toNumberFacts(number), ...who, id: message.id, timestamp: toSeconds(message.timestamp) };
}
