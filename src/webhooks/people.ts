import {
  type Chat,
  contactSchema,
  type WebhookContact,
  type WebhookSender,
} from "../types/webhooks/people.ts";
import { compact, isObject, type Json, objectOr, textOf, typed } from "./loose.ts";

/** The identifiers of one person, as far as an element names them. */
export interface Identity {
  wa_id?: string | undefined;
  user_id?: string | undefined;
  parent_user_id?: string | undefined;
}

/** Who wrote or called: `from…` of the element. */
export const authorOf = (element: Json): Identity => ({
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

/** Who a status is about: `recipient…`, in a group the member. */
export const recipientOf = (status: Json): Identity => ({
  wa_id: textOf(status.recipient_id),
  user_id: textOf(status.recipient_user_id),
  parent_user_id: textOf(status.recipient_parent_user_id ?? status.parent_recipient_user_id),
});

/** The contact of this identity: by user id first, then by number, and a single one when nothing contradicts. */
export function contactOf(value: Json, { wa_id, user_id }: Identity): WebhookContact | undefined {
  const contacts = Array.isArray(value.contacts) ? value.contacts.filter(isObject) : [];
  const found =
    (user_id === undefined ? undefined : contacts.find((contact) => contact.user_id === user_id)) ??
    (wa_id === undefined ? undefined : contacts.find((contact) => textOf(contact.wa_id) === wa_id)) ??
    (contacts.length === 1 ? agreeing(contacts[0], user_id) : undefined);
  return found === undefined ? undefined : typed(contactSchema(), found);
}

const agreeing = (contact: Json | undefined, userId: string | undefined): Json | undefined =>
  userId === undefined || textOf(contact?.user_id) === undefined ? contact : undefined;

/** The person with everything the webhook says of them. */
export function senderOf(identity: Identity, contact: WebhookContact | undefined): WebhookSender {
  return compact({
    wa_id: identity.wa_id ?? contact?.wa_id,
    user_id: identity.user_id ?? contact?.user_id,
    parent_user_id: identity.parent_user_id ?? contact?.parent_user_id,
    username: contact?.profile?.username,
    name: contact?.profile?.name,
  });
}

/** The group, or the person when one can be told. */
export function chatOf(groupId: unknown, person: WebhookSender): Chat | undefined {
  const group = textOf(groupId);
  if (group !== undefined) return { group_id: group };
  return person.wa_id === undefined && person.user_id === undefined ? undefined : person;
}

/** The group of a status: named as such, or as the recipient of a group send. */
export const statusGroup = (status: Json): unknown =>
  status.group_id ?? (status.recipient_type === "group" ? status.recipient_id : undefined);

export const isBusiness = (value: Json, number: unknown): boolean =>
  textOf(number) !== undefined && textOf(number) === textOf(objectOr(value.metadata).display_phone_number);
