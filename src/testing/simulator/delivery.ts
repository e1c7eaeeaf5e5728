import { nextTurn } from "./clock.ts";
import { findChoices, findLinks, readableText } from "./content.ts";
import type { Customer, InboxMessage } from "./customers.ts";
import { toExpiry } from "./expiry.ts";
import type { SentMessage } from "./records.ts";
import { isDirectSend } from "./rules/messages/direct-send.ts";
import type { State } from "./state.ts";
import { type LateError, postStatus } from "./statuses.ts";
import { announceArrival } from "./waiting.ts";

/** Delivers a message, unless the customer is offline or blocks the business. */
export function deliver(sent: SentMessage): void {
  const { customer, entry } = sent;
  if (customer === undefined || customer.isBlocking) return;
  if (customer.missed === undefined) arrive(customer, sent);
  else customer.missed.push(entry.id);
}

function arrive(customer: Customer, sent: SentMessage): void {
  customer.receive(toInboxMessage(sent));
  announceArrival(customer);
}

function toInboxMessage({ entry, template }: SentMessage): InboxMessage {
  const { id, type, body, phoneNumberId, at } = entry;
  return {
    id,
    type,
    body,
    text: readableText(type, body, template),
    choices: findChoices(body, template),
    links: findLinks(body, template),
    phoneNumberId,
    timestamp: at,
    isRead: false,
  };
}

/** Posts the statuses of a message in order, each after the first delivery attempt of the previous one. */
export async function postStatuses(
  state: State,
  sent: SentMessage,
  late: LateError | undefined,
): Promise<void> {
  const { entry, customer } = sent;
  await nextTurn();
  if (late !== undefined) return postStatus(state, entry.id, "failed", late);
  await postStatus(state, entry.id, "sent");
  if (customer?.hasReceived(entry.id) === true && entry.type !== "reaction") await postArrival(state, sent);
}

async function postArrival(state: State, { entry, customer }: SentMessage): Promise<void> {
  await postStatus(state, entry.id, "delivered");
  if (customer?.readsAutomatically === true) await markRead(state, customer, entry.id);
}

/** Marks one message, or all unread ones, as read by the customer; posts a `read` status for each. */
export async function markRead(state: State, { inbox }: Customer, messageId?: string): Promise<void> {
  const unread = inbox.filter(({ id, isRead }) => !isRead && (messageId === undefined || id === messageId));
  for (const message of unread) message.isRead = true;
  await Promise.all(unread.map(({ id }) => postStatus(state, id, "read")));
}

/** Brings a customer back online: waiting messages arrive. Meta silently drops those whose time to live is over. */
export async function deliverMissed(state: State, customer: Customer): Promise<void> {
  const missed = customer.missed ?? [];
  customer.missed = undefined;
  for (const id of missed) {
    const sent = state.sent.get(id);
    if (sent !== undefined) await deliverLate(state, customer, sent);
  }
}

async function deliverLate(state: State, customer: Customer, sent: SentMessage): Promise<void> {
  const { entry } = sent;
  if (state.now() < toExpiry(sent)) {
    arrive(customer, sent);
    if (entry.type !== "reaction") await postArrival(state, sent);
  } else if (isDirectSend(entry.body)) {
    await postStatus(state, entry.id, "failed", { code: 131026, details: "The time to live is over." });
  }
}
