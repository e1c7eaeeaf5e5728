import { WhatsAppError } from "../../errors.ts";
import { type Json, toObject, toObjects, toText } from "../../utils/json.ts";
import { statusUpdate } from "../events.ts";
import { toSeconds } from "./clock.ts";
import type { Customer, InboxMessage } from "./customers.ts";
import { createTraceId } from "./ids.ts";
import { type Payment, toNumberFacts } from "./records.ts";
import type { State } from "./state.ts";
import { listParameters, listSent } from "./templates/values.ts";

/** The payment of an order, with a configuration of a number. */
export const findPayment = (
  { payments }: State,
  key: { phoneNumberId: string; configuration: string; reference: string },
): Payment | undefined =>
  payments.findLast(
    ({ phoneNumberId, configuration, content }) =>
      phoneNumberId === key.phoneNumberId &&
      configuration === key.configuration &&
      content.reference_id === key.reference,
  );

/** What a message asks to be paid, if it does. */
function findOrder({ body }: InboxMessage): Json | undefined {
  const sent = toObject(toObject(body.interactive).action).parameters;
  const ordered = toText(sent) === undefined ? sent : JSON.parse(String(sent));
  if (toObject(ordered).total_amount !== undefined) return toObject(ordered);
  const button = listSent(toObject(body.template)).find(
    ({ sub_type }) => String(sub_type).toLowerCase() === "order_details",
  );
  const details = toObject(toObject(listParameters(button)[0]?.action).order_details);
  return details.total_amount === undefined ? undefined : details;
}

/** A customer pays the newest order. The business gets the status `captured`. */
export async function payOrder(state: State, customer: Customer): Promise<void> {
  const message = customer.inbox.findLast((one) => findOrder(one) !== undefined);
  const order = message === undefined ? undefined : findOrder(message);
  if (message === undefined || order === undefined)
    throw new WhatsAppError(`None of the ${customer.inbox.length} messages in the inbox asks to be paid.`);
  const payment = toPayment(state, message, order);
  state.payments.push(payment);
  await postPayment(state, customer, message, payment);
}

function toPayment(state: State, { phoneNumberId }: InboxMessage, order: Json): Payment {
  const now = toSeconds(state.now());
  const [setting] = toObjects(order.payment_settings);
  const gateway = toObject(setting?.payment_gateway);
  const transaction = {
    id: createTraceId(),
    pg_transaction_id: createTraceId(),
    type: toText(gateway.type) ?? "razorpay",
    status: "success",
    created_timestamp: now,
    updated_timestamp: now,
    method: { type: "upi" },
  };
  return {
    phoneNumberId,
    configuration: String(order.payment_configuration ?? gateway.configuration_name ?? ""),
    content: {
      reference_id: String(order.reference_id),
      status: "captured",
      currency: order.currency,
      total_amount: order.total_amount,
      transactions: [transaction],
    },
  };
}

function postPayment(
  state: State,
  { visibleWaId, user_id, parent_user_id }: Customer,
  { id }: InboxMessage,
  { phoneNumberId, content }: Payment,
): Promise<void> {
  const number = state.number(phoneNumberId);
  const { reference_id, total_amount: amount, currency, transactions } = content;
  const change = statusUpdate({
    id,
    status: "captured",
    type: "payment",
    timestamp: toSeconds(state.now()),
    recipient_id: visibleWaId,
    recipient_user_id: user_id,
    recipient_parent_user_id: parent_user_id,
    payment: { reference_id, amount, currency, transaction: transactions[0] },
    ...toNumberFacts(number),
  });
  return state.outbox.post(change, number.businessAccountId);
}
