import { type Json, toObject } from "../../../utils/json.ts";
import { day } from "../clock.ts";
import { refuse } from "../errors.ts";
import { deliverToGroup } from "../groups.ts";
import { type GraphCall, type Route, readParameters } from "../http/router.ts";
import { findDirectSendFacts } from "../messaging-limit.ts";
import type { PhoneNumber } from "../records.ts";
import { checkDirectSend } from "../rules/messages/direct-send.ts";
import {
  checkMarketing,
  checkMessage,
  checkProduct,
  checkReceipt,
  marketingKeys,
} from "../rules/messages/envelope.ts";
import { acceptMessage, toReceipt } from "../sending.ts";
import type { State } from "../state.ts";

const month = 30 * day;

/** Values that are text in a query or form. */
const asText: Readonly<Record<string, RegExp>> = {
  ttl_seconds: /^\d+$/,
  message_activity_sharing: /^(true|false)$/,
};

/** Reads a message, from JSON or from a form. */
function readMessage(call: GraphCall): Json {
  const read = ([name, value]: [string, unknown]) =>
    asText[name]?.test(String(value)) === true ? [name, JSON.parse(String(value))] : [name, value];
  return Object.fromEntries(Object.entries(readParameters(call)).map(read));
}

function postMessage(call: GraphCall): Json {
  const { state } = call;
  const body = readMessage(call);
  checkProduct(body);
  if ("status" in body) return markAsRead(call, body);
  checkMessage(body);
  checkDirectSend(body, findDirectSendFacts(state, state.number(call.id)));
  const number = findRegistered(call);
  checkGroup(call, body);
  const sent = acceptMessage({ state, number, body, endpoint: "messages" });
  deliverToGroup(state, sent);
  return toReceipt(sent);
}

function postMarketingMessage(call: GraphCall): Json {
  const { state } = call;
  const body = readMessage(call);
  checkProduct(body);
  if (body.type !== "template") throw refuse(100, "Only template messages can be sent here.");
  if (body.recipient_type === "group") throw refuse(100, "Param recipient_type must be individual.");
  checkMarketing(body);
  checkMessage(body, marketingKeys);
  return toReceipt(
    acceptMessage({ state, number: findRegistered(call), body, endpoint: "marketing_messages" }),
  );
}

/** A group that the simulator does not know is taken for one that has members. */
function checkGroup({ state, id }: GraphCall, { recipient_type, to }: Json): void {
  if (recipient_type !== "group") return;
  const group = state.groups.get(String(to));
  if (group === undefined) return sayUnknown(state);
  if (group.phoneNumberId !== id) throw refuse(131041, "The group is unknown to this number.");
  if (group.participants.length === 0) throw refuse(131020, "The group has no member but the business.");
}

const sayUnknown = ({ notices }: State): void =>
  notices.once(
    "unknown group",
    "A message went to a group that the simulator does not have, so nobody receives it; Meta answers 131041. Create the group with `client.groups.create`, or put it into `seed.groups`.",
  );

function findRegistered({ state, id }: GraphCall): PhoneNumber {
  const number = state.number(id);
  if (number.isRegistered) return number;
  throw refuse(133010, "The phone number is not registered. Register it before it sends.");
}

/** Also marks earlier messages of the same chat as read. */
function markAsRead({ state, id }: GraphCall, body: Json): Json {
  checkReceipt(body);
  const found = state.customers.findMessage(String(body.message_id));
  const isRecent = found !== undefined && state.now() - found.message.timestamp < month;
  if (found?.message.phoneNumberId !== id || !isRecent) {
    throw refuse(
      131009,
      "Param message_id must be a message that this number received within the last 30 days.",
    );
  }
  const { customer, message } = found;
  for (const earlier of customer.outbox.slice(0, customer.outbox.indexOf(message) + 1)) {
    if (earlier.phoneNumberId === id) earlier.isRead = true;
  }
  if (toObject(body.typing_indicator).type === "text") customer.showTyping(id);
  return { success: true };
}

export const messageRoutes: readonly Route[] = [
  { method: "POST", node: "phone-number", edge: "messages", permission: "messaging", answer: postMessage },
  {
    method: "POST",
    node: "phone-number",
    edge: "marketing_messages",
    permission: "messaging",
    answer: postMarketingMessage,
  },
];
