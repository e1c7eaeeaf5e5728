import { type Json, withoutUndefined } from "../../utils/json.ts";
import { messagesChange, type StatusFacts, statusUpdate, type WebhookChange } from "../events.ts";
import { day, toSeconds } from "./clock.ts";
import { webhookError } from "./errors.ts";
import { type LateError, type SentMessage, toNumberFacts } from "./records.ts";
import type { State } from "./state.ts";

/** Posts a status of a message; does nothing if there is no such message. */
export async function postStatus(
  state: State,
  messageId: string,
  status: string,
  error?: LateError,
): Promise<void> {
  const sent = state.sent.get(messageId);
  if (sent === undefined) return;
  sent.history.push({ kind: status, at: state.now(), ...(error === undefined ? {} : { error }) });
  await state.outbox.post(statusChange(state, sent, status, error), sent.number.businessAccountId);
}

function statusChange(state: State, sent: SentMessage, status: string, error?: LateError): WebhookChange {
  const { number } = sent;
  const facts: StatusFacts = {
    id: sent.entry.id,
    status,
    timestamp: toSeconds(state.now()),
    ...toRecipient(sent, status),
    biz_opaque_callback_data: sent.entry.tag,
    template_id: sent.generated?.id,
    ...(status === "sent" || status === "delivered" ? toPricing(state, sent, status) : {}),
    ...(error === undefined ? {} : { errors: [webhookError(error.code, error.details)] }),
    ...toNumberFacts(number),
  };
  const change = statusUpdate(facts);
  return messagesChange(facts, { ...toContacts(sent, status), statuses: change.value.statuses });
}

function toRecipient({ customer, groupId, isToUserId }: SentMessage, status: string): Partial<StatusFacts> {
  if (groupId !== undefined) return { recipient_id: groupId, recipient_type: "group" };
  const isKnown = status !== "failed" || isToUserId;
  const recipientId = isToUserId ? customer?.visibleWaId : customer?.wa_id;
  const { user_id, parent_user_id } = isKnown ? { ...customer } : {};
  return { recipient_id: recipientId, recipient_user_id: user_id, recipient_parent_user_id: parent_user_id };
}

/** A `failed` status has no contact, and a `sent` one no username. */
function toContacts({ customer }: SentMessage, status: string): Json {
  if (customer === undefined || status === "failed") return {};
  const username = status === "sent" ? undefined : customer.username;
  const profile = withoutUndefined({ name: customer.name, username });
  const { visibleWaId, user_id, parent_user_id } = customer;
  return { contacts: [withoutUndefined({ profile, wa_id: visibleWaId, user_id, parent_user_id })] };
}

/** The price. The conversation comes with it up to v23.0, and later only if an advertisement made it free. */
function toPricing({ settings }: State, { entry, price }: SentMessage, status: string): Json {
  const { type, category, cost, freeUntil } = price;
  const pricing = withoutUndefined({
    billable: type === "regular",
    pricing_model: "PMP",
    type,
    category,
    cost: status === "delivered" ? cost : undefined,
  });
  const isOmitted = Number.parseInt(settings.webhookVersion.slice(1), 10) >= 24 && freeUntil === undefined;
  if (isOmitted) return { pricing };
  const expires = String(toSeconds(freeUntil ?? settings.clock.now() + day));
  const conversation = withoutUndefined({
    id: entry.id.slice(-32).replace(/\W/g, "0"),
    expiration_timestamp: status === "sent" ? expires : undefined,
    origin: { type: category },
  });
  return { conversation, pricing };
}
