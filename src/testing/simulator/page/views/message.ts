import type { ErrorView, MessageStatus, MessageView } from "../../../../page/protocol.ts";
import { toObject, toText } from "../../../../utils/json.ts";
import { findLastStatus } from "../../chat.ts";
import type { Customer, InboxMessage, OutboxMessage } from "../../customers.ts";
import { findMembers } from "../../groups.ts";
import { findMessageFlow } from "../../phone/find-flow.ts";
import type { SentMessage } from "../../records.ts";
import type { State } from "../../state.ts";
import { listSent } from "../../templates/values.ts";
import type { SimulatedWebhook } from "../../webhooks.ts";
import { viewError } from "./error.ts";
import { viewTemplate } from "./template.ts";
import { findGroupId } from "./webhook.ts";

/** Who gets a message: its customer, or the members of its group. */
export function findReaders(state: State, { customer, groupId }: SentMessage): Customer[] {
  const group = state.groups.get(groupId ?? "");
  if (group !== undefined) return findMembers(state, group);
  return customer === undefined ? [] : [customer];
}

/** A message of the business, also one that never arrived; `undefined` for nobody that the page shows. */
export function viewSent(
  state: State,
  sent: SentMessage,
  received: InboxMessage | undefined,
): MessageView | undefined {
  const { entry, customer, groupId, number, template, history } = sent;
  if (customer === undefined && groupId === undefined) return undefined;
  const quotes = toText(toObject(entry.body.context).message_id);
  const failed = history.findLast(({ error }) => error !== undefined)?.error;
  const hasScreens = findMessageFlow(state, sent)?.json !== undefined;
  return {
    id: entry.id,
    customer: customer?.user_id ?? "",
    ...(groupId === undefined ? {} : { group: groupId }),
    number: number.id,
    isFromBusiness: true,
    at: entry.at,
    type: entry.type,
    content: entry.body[entry.type],
    status: findStatus(sent, received),
    hasArrived: received !== undefined,
    isRead: received?.isRead ?? false,
    ...(quotes === undefined ? {} : { quotes }),
    ...(failed === undefined ? {} : { error: viewError(failed.code, failed.details) }),
    ...(template === undefined
      ? {}
      : { template: viewTemplate(template.components, listSent(toObject(entry.body.template))) }),
    ...(hasScreens ? { hasScreens } : {}),
  };
}

function findStatus(
  { history, isHeld, groupId }: SentMessage,
  received: InboxMessage | undefined,
): MessageStatus {
  if (groupId !== undefined && received !== undefined) return received.isRead ? "read" : "delivered";
  const last = findLastStatus(history)?.kind as MessageStatus | undefined;
  if (last === undefined) return isHeld ? "held" : "accepted";
  return last === "sent" && received === undefined ? "waiting" : last;
}

/** A message of the customer's own, with what became of its webhook. */
export function viewOwn(
  { user_id }: Customer,
  message: OutboxMessage,
  webhook: SimulatedWebhook | undefined,
): MessageView {
  const { id, type, phoneNumberId, content, timestamp, isRead, replyTo: quotes } = message;
  const error = findWebhookError(webhook);
  const group = webhook === undefined ? undefined : findGroupId(webhook, id);
  return {
    id,
    customer: user_id,
    ...(group === undefined ? {} : { group }),
    number: phoneNumberId,
    isFromBusiness: false,
    at: timestamp,
    type,
    content,
    status: error !== undefined ? "failed" : isRead ? "read" : (ownStatus[webhook?.state ?? ""] ?? "sent"),
    hasArrived: webhook?.state === "delivered",
    isRead,
    ...(quotes === undefined ? {} : { quotes }),
    ...(error === undefined ? {} : { error }),
  };
}

const ownStatus: Readonly<Record<string, MessageStatus>> = { delivered: "delivered", pending: "accepted" };

/** Why the app has not taken a webhook, once an attempt failed. */
function findWebhookError(webhook: SimulatedWebhook | undefined): ErrorView | undefined {
  const last = webhook?.attempts.at(-1);
  if (webhook === undefined || webhook.state === "delivered" || last === undefined) return undefined;
  const title =
    last.status === undefined ? `Your app did not answer: ${last.error}` : `Your app answered ${last.status}`;
  const hint =
    webhook.state === "abandoned"
      ? "All redeliveries failed. Fix the app, then replay the webhook in the inspector."
      : "The simulator delivers the webhook again, as Meta does.";
  return { title, hint };
}
