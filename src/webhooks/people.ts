import {
  type Chat,
  contactSchema,
  type WebhookContact,
  type WebhookSender,
} from "../types/webhooks/people.ts";
import { typed } from "../types/webhooks/typed.ts";
import { isObject, type Json } from "../utils/json.ts";
import { objectOr, put, textOf } from "./loose.ts";

/** The identifiers of one person, as far as an element names them. */
export interface Identity {
  wa_id?: string | undefined;
  user_id?: string | undefined;
  parent_user_id?: string | undefined;
}

/** A person, and what the webhook tells of them beside the element. */
export interface Person {
  sender: WebhookSender;
  contact: WebhookContact | undefined;
}

/** Who wrote: `from…`, or where a system message tells of a new number or id, that one, which replies reach. */
export function authorOf(element: Json): Identity {
  const renewed = element.type === "system" ? renewedIdentity(objectOr(element.system)) : undefined;
  return renewed ?? callerOf(element);
}

function renewedIdentity(system: Json): Identity | undefined {
  const identity = {
    wa_id: textOf(system.wa_id) ?? textOf(system.new_wa_id),
    user_id: textOf(system.user_id),
    parent_user_id: textOf(system.parent_user_id),
  };
  return identity.wa_id === undefined && identity.user_id === undefined ? undefined : identity;
}

/** `from…` of the element. */
const callerOf = (element: Json): Identity => ({
  wa_id: textOf(element.from),
  user_id: textOf(element.from_user_id),
  parent_user_id: textOf(element.from_parent_user_id),
});

/** Who was written to or called: `to…` of the element. */
export const addresseeOf = (element: Json): Identity => ({
  wa_id: textOf(element.to),
  user_id: textOf(element.to_user_id),
  parent_user_id: textOf(element.to_parent_user_id),
});

/** Who a status is about. */
export const recipientOf = (status: Json): Identity => ({
  wa_id: textOf(status.recipient_id),
  user_id: textOf(status.recipient_user_id),
  parent_user_id: textOf(status.recipient_parent_user_id ?? status.parent_recipient_user_id),
});

/** The member of a group that a status is about. */
export const memberOf = (status: Json): Identity => ({
  wa_id: textOf(status.recipient_participant_id ?? status.participant_recipient_id),
  user_id: textOf(status.recipient_participant_user_id),
  parent_user_id: textOf(status.recipient_participant_parent_user_id),
});

/** Whoever names themselves by `wa_id` and `user_id`. */
export const namedBy = (element: Json): Identity => ({
  wa_id: textOf(element.wa_id) ?? textOf(element.phone_number),
  user_id: textOf(element.user_id),
  parent_user_id: textOf(element.parent_user_id),
});

/** The end of a call that is not the business; one of Meta's samples has `from` and `to` the wrong way round. */
export function customerOf(call: Json, value: Json): Identity {
  const ends = [callerOf(call), addresseeOf(call)];
  if (call.direction === "BUSINESS_INITIATED") ends.reverse();
  const business = digitsOf(objectOr(value.metadata).display_phone_number);
  const number = ends.map((end) => end.wa_id).find((wa_id) => wa_id !== undefined && wa_id !== business);
  const known = ends.find((end) => end.user_id !== undefined);
  return { wa_id: number, user_id: known?.user_id, parent_user_id: known?.parent_user_id };
}

const digitsOf = (number: unknown): string | undefined => textOf(number)?.replace(/\D/g, "");

/** The person with everything the webhook says of them. */
export function personOf(value: Json, identity: Identity): Person {
  const contact = contactOf(value, identity);
  const profile = contact?.profile;
  const sender: WebhookSender = {};
  put(sender, "wa_id", identity.wa_id ?? contact?.wa_id);
  put(sender, "user_id", identity.user_id ?? contact?.user_id);
  put(sender, "parent_user_id", identity.parent_user_id ?? contact?.parent_user_id);
  put(sender, "username", profile?.username);
  put(sender, "name", profile?.name);
  return { sender, contact };
}

/** The contact of this identity: by user id first, then by number, and a single one when nothing contradicts. */
function contactOf(value: Json, { wa_id, user_id }: Identity): WebhookContact | undefined {
  if (!Array.isArray(value.contacts)) return undefined;
  const contacts = value.contacts.filter(isObject);
  const found =
    (user_id && contacts.find((contact) => contact.user_id === user_id)) ||
    (wa_id && contacts.find((contact) => textOf(contact.wa_id) === wa_id && agrees(contact, user_id))) ||
    (contacts.length === 1 ? contacts.find((contact) => agrees(contact, user_id)) : undefined);
  return found ? typed(contactSchema(), found) : undefined;
}

/** Two different user ids are two people, whatever else looks alike. */
const agrees = (contact: Json, userId: string | undefined): boolean =>
  userId === undefined || textOf(contact.user_id) === undefined;

/** The group, or the person when one can be told. */
export function chatOf(groupId: unknown, person: WebhookSender): Chat | undefined {
  const group = textOf(groupId);
  if (group !== undefined) return { group_id: group };
  return person.wa_id === undefined && person.user_id === undefined ? undefined : person;
}

/** The group of a status: named as such, or as the recipient of a group send. */
export const groupOf = (status: Json): unknown =>
  status.group_id ?? (status.recipient_type === "group" ? status.recipient_id : undefined);
