import { WhatsAppError } from "../../errors.ts";
import { withoutUndefined } from "../../utils/json.ts";
import type { WebhookChange } from "../events.ts";
import { day, toSeconds } from "./clock.ts";
import type { Customer } from "./customers.ts";
import { refuse } from "./errors.ts";
import { toPairKey } from "./pairs.ts";
import type { PhoneNumber } from "./records.ts";
import type { State } from "./state.ts";

/** The thread of a number and a customer. */
export interface ThreadPlace {
  number: PhoneNumber;
  customer: Customer;
}

const toKey = ({ number, customer }: ThreadPlace): string => toPairKey(number.id, customer.user_id);

/** The responder that owns a thread instead of the app. After a day without a message, nobody does. */
export function findOwner(state: State, place: ThreadPlace): string | undefined {
  const thread = state.threads.get(toKey(place));
  return thread !== undefined && state.now() < thread.at + day ? thread.owner : undefined;
}

/** Gives a thread to another responder. */
export function passThread(state: State, place: ThreadPlace, owner: string): void {
  state.threads.set(toKey(place), { owner, at: state.now() });
}

/** Gives a thread to the app, or to nobody: what comes next is routed to the app. */
export function freeThread(state: State, place: ThreadPlace): void {
  state.threads.delete(toKey(place));
}

/** The customer wrote: the thread stays with its owner for another day. */
export function keepThread(state: State, place: ThreadPlace): void {
  const owner = findOwner(state, place);
  if (owner === undefined) freeThread(state, place);
  else passThread(state, place, owner);
}

/** What the app learns of a message in the thread of another responder: a copy, on the field `standby`. */
export function toStandby({ field, value }: WebhookChange): WebhookChange {
  if (field !== "messages") return { field, value };
  const { messaging_product, metadata, ...standby } = value;
  return { field: "standby", value: { messaging_product, metadata, standby } };
}

/** A service message of the app takes a thread if the app is the escalation partner; otherwise it is refused. */
export function claimThread(state: State, place: ThreadPlace): void {
  if (findOwner(state, place) === undefined) return;
  if (!state.settings.isEscalationPartner)
    throw refuse(131070, "Another responder owns the thread of this customer.");
  freeThread(state, place);
}

/** Another responder passes its thread to the app, which gets a webhook. */
export async function returnThread(
  state: State,
  place: ThreadPlace,
  { metadata }: { metadata?: string | undefined },
): Promise<void> {
  const owner = findOwner(state, place);
  if (owner === undefined)
    throw new WhatsAppError("The thread belongs to the app: pass it with `threads.pass` first.");
  freeThread(state, place);
  const { number, customer } = place;
  const control_passed = { previous_owner_role: owner, new_owner_role: "customer_service", metadata };
  const value = {
    messaging_product: "whatsapp",
    recipient: { display_phone_number: number.displayPhoneNumber, phone_number_id: number.id },
    sender: withoutUndefined({ phone_number: customer.visibleWaId }),
    timestamp: String(toSeconds(state.now())),
    type: "control_passed",
    control_passed: withoutUndefined(control_passed),
  };
  await state.outbox.post({ field: "messaging_handovers", value }, number.businessAccountId);
}
