import { toText } from "../../utils/json.ts";
import { nextTurn } from "./clock.ts";
import { findChoices, findLinks, readableText } from "./content.ts";
import type { InboxMessage } from "./customers.ts";
import { isDirectSend } from "./rules/messages/direct-send.ts";
import type { SentMessage, State } from "./state.ts";
import { type LateError, postStatus } from "./statuses.ts";

/** Puts a message before its customer, unless they are offline or block the business. */
export function deliver(sent: SentMessage): void {
  const { user } = sent;
  if (user === undefined || user.isBlocking) return;
  if (user.isOnline) user.receive(toInboxMessage(sent));
  else user.misses(sent);
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

/** The statuses of one message, in order, each posted after the first attempt of the one before. */
export async function postStatuses(
  state: State,
  sent: SentMessage,
  late: LateError | undefined,
): Promise<void> {
  const { entry, user } = sent;
  await nextTurn();
  if (late !== undefined) return postStatus(state, entry.id, "failed", late);
  await postStatus(state, entry.id, "sent");
  if (user?.holds(entry.id) === true && entry.type !== "reaction") await postArrival(state, sent);
}

async function postArrival(state: State, { entry, user }: SentMessage): Promise<void> {
  await postStatus(state, entry.id, "delivered");
  if (user?.readsAutomatically === true) await user.reads(entry.id);
}

/** What a customer missed reaches them, unless its time to live is over: then it is gone without a word. */
export async function deliverMissed(state: State, sent: SentMessage): Promise<void> {
  const { entry, user } = sent;
  if (state.now() < expiryOf(sent)) {
    user?.receive(toInboxMessage(sent));
    if (entry.type !== "reaction") await postArrival(state, sent);
  } else if (isDirectSend(entry.body)) {
    await postStatus(state, entry.id, "failed", { code: 131026, details: "The time to live is over." });
  }
}

const seconds = 1000;
const month = 30 * 24 * 60 * 60;
const tenMinutes = 10 * 60;

/** Until when a message is delivered, in milliseconds since the epoch. */
export const expiryOf = (sent: SentMessage): number => sent.entry.at + timeToLive(sent) * seconds;

/** In seconds. What a marketing template says counts on the marketing endpoint only. */
function timeToLive({ entry, template, category }: SentMessage): number {
  const own = entry.body.ttl_seconds ?? template?.more.message_send_ttl_seconds;
  const isCode = (template?.category ?? toText(entry.body.category)?.toUpperCase()) === "AUTHENTICATION";
  if (typeof own !== "number" || category === "marketing") return isCode ? tenMinutes : month;
  return own === -1 ? month : own;
}
