import { type Json, toObject, toText } from "../../utils/json.ts";
import { day } from "./clock.ts";
import type { Customer } from "./customers.ts";
import type { PhoneNumber, Price, SentMessage } from "./records.ts";
import type { State } from "./state.ts";

/** The service messages of a number that are delivered free of charge in a month. */
const freePerMonth = 1000;

/** How long everything is free after the answer to a customer who came from an advertisement. */
const freeEntryPointMs = 7 * day;

/** A message that is to be sent. */
type Facts = Pick<SentMessage, "number" | "customer" | "groupId" | "template" | "category"> & { body: Json };

/** The price of a message, by the charges since October 2026. */
export function findPrice(state: State, facts: Facts): Price {
  const freeUntil = findFreeUntil(state, facts);
  if (freeUntil !== undefined) {
    return { type: "free_entry_point", category: "referral_conversion", freeUntil };
  }
  const isInGroup = facts.groupId !== undefined;
  const category = isInGroup ? `group_${facts.category}` : facts.category;
  if (facts.category !== "service" || !isInTier(state, facts)) {
    return { type: "regular", category, ...findCost(state, facts) };
  }
  return { type: isInGroup ? "free_group_customer_service" : "free_customer_service", category };
}

/** Reactions are never charged. */
const isInTier = (state: State, { body, number }: Facts): boolean =>
  body.type === "reaction" || (state.freeMessages.get(toMonth(state, number)) ?? 0) < freePerMonth;

/** Counts a message that arrived: only those that do use up what is free. */
export function countDelivered(state: State, { price, entry, number }: SentMessage): void {
  const isCounted = price.type === "free_customer_service" || price.type === "free_group_customer_service";
  if (!isCounted || entry.type === "reaction") return;
  const month = toMonth(state, number);
  state.freeMessages.set(month, (state.freeMessages.get(month) ?? 0) + 1);
}

const toMonth = (state: State, { id }: PhoneNumber): string =>
  `${id} ${new Date(state.now()).toISOString().slice(0, 7)}`;

/** A customer came from an advertisement: what the business sends once it answers is free. */
export function enterByAdvertisement(customer: Customer, phoneNumberId: string, referral: unknown): void {
  if (toObject(referral).source_type !== "ad") return;
  customer.entryPoints.set(phoneNumberId, Number.POSITIVE_INFINITY);
}

/** The first answer within the customer's window starts the time in which everything is free. */
function findFreeUntil(state: State, { customer, number }: Facts): number | undefined {
  const until = customer?.entryPoints.get(number.id);
  if (customer === undefined || until === undefined) return undefined;
  if (Number.isFinite(until)) return state.now() < until ? until : undefined;
  if (!customer.hasOpenWindow(number.id)) return undefined;
  const closes = state.now() + freeEntryPointMs;
  customer.entryPoints.set(number.id, closes);
  return closes;
}

const smallestUnits = 100;
const perThousand = 1000;

/** A max price is charged in full. It is set for a thousand deliveries, and scaled by the message. */
function findCost(state: State, { template, body, category, number }: Facts): Pick<Price, "cost"> {
  const { bid_amount } = toObject(template?.optionalFields.optimization_spec);
  if (typeof bid_amount !== "number" || category !== "marketing_lite") return {};
  const factor = Number(toObject(body.bid_spec).per_message_bid_multiplier ?? 1);
  const currency = toText(state.account(number.businessAccountId).fields.currency) ?? "USD";
  return { cost: { amount: (bid_amount * factor) / smallestUnits / perThousand, currency } };
}
