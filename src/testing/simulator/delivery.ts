import { nextTurn } from "./clock.ts";
import { findChoices, findLinks, readableText } from "./content.ts";
import type { Customer, InboxMessage } from "./customers.ts";
import { toExpiry } from "./expiry.ts";
import { countDelivered } from "./pricing.ts";
import type { LateError, SentMessage, UnfinishedStatuses } from "./records.ts";
import { isDirectSend } from "./rules/messages/direct-send.ts";
import type { State } from "./state.ts";
import { postStatus } from "./statuses.ts";
import { announceArrival } from "./waiting.ts";

/** Delivers a message, unless the customer is offline or blocks the business. */
export function deliver(state: State, sent: SentMessage): void {
  const { customer, entry } = sent;
  if (customer === undefined || customer.isBlocking) return;
  if (customer.missed === undefined) arrive(state, customer, sent);
  else customer.missed.push(entry.id);
}

function arrive(state: State, customer: Customer, sent: SentMessage): void {
  countDelivered(state, sent);
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

/** Notes that the statuses of a message are to be posted, so that they are even if the simulator is restored meanwhile. */
export function startStatuses(
  { unfinished }: State,
  { entry }: SentMessage,
  late?: LateError,
  posted: readonly string[] = [],
): UnfinishedStatuses {
  const facts = late === undefined ? {} : { late };
  const statuses = { messageId: entry.id, ...facts, posted: [...posted] };
  unfinished.add(statuses);
  return statuses;
}

/** Posts the statuses of a message in order, each after the first delivery attempt of the previous one. */
export async function finishStatuses(state: State, statuses: UnfinishedStatuses): Promise<void> {
  const { late, messageId } = statuses;
  const sent = state.sent.get(messageId);
  await nextTurn();
  if (late !== undefined) await postOnce(state, statuses, "failed");
  else {
    await postOnce(state, statuses, "sent");
    const { customer, entry } = sent ?? {};
    if (customer?.hasReceived(messageId) === true && entry?.type !== "reaction") {
      await postOnce(state, statuses, "delivered");
      if (customer.readsAutomatically) await markRead(state, customer, messageId);
    }
  }
  state.unfinished.delete(statuses);
}

async function postOnce(
  state: State,
  { messageId, late, posted }: UnfinishedStatuses,
  status: string,
): Promise<void> {
  if (posted.includes(status)) return;
  posted.push(status);
  await postStatus(state, messageId, status, late);
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
  const arrived = missed.flatMap((id) => {
    const sent = state.sent.get(id);
    return sent === undefined ? [] : deliverLate(state, customer, sent);
  });
  for (const statuses of arrived) await finishStatuses(state, statuses);
}

function deliverLate(state: State, customer: Customer, sent: SentMessage): UnfinishedStatuses[] {
  if (state.now() < toExpiry(sent)) {
    arrive(state, customer, sent);
    return [startStatuses(state, sent, undefined, ["sent"])];
  }
  const late = { code: 131026, details: "The time to live is over." };
  return isDirectSend(sent.entry.body) ? [startStatuses(state, sent, late)] : [];
}
