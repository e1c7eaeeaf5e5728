import {
  type Chat,
  contactSchema,
  type WebhookContact,
  type WebhookSender,
} from "../types/webhooks/identity.ts";
import { read, under } from "../types/webhooks/schema.ts";
import { idText, isObject, type Json, setDefined, toObject } from "../utils/json.ts";

/** The identifiers of one person that an element contains. */
export interface Identity {
  wa_id?: string | undefined;
  user_id?: string | undefined;
  parent_user_id?: string | undefined;
}

/** A person, and the contact that the webhook lists for them. */
export interface Person {
  sender: WebhookSender;
  contact: WebhookContact | undefined;
}

/** The author: `from…`, or the new number or id that a system message announces, because replies reach only that one. */
export function readAuthor(element: Json): Identity {
  const renewed = element.type === "system" ? renewedIdentity(toObject(element.system)) : undefined;
  return renewed ?? readCaller(element);
}

function renewedIdentity(system: Json): Identity | undefined {
  const identity = readKeys(system, idText(system.wa_id) === undefined ? "new_wa_id" : "wa_id", "");
  return identity.wa_id === undefined && identity.user_id === undefined ? undefined : identity;
}

/** One person's identifiers: the key of the number, and what the other keys begin with. */
const readKeys = (element: Json, numberKey: string, prefix: string): Identity => ({
  wa_id: idText(element[numberKey]),
  user_id: idText(element[`${prefix}user_id`]),
  parent_user_id: idText(element[`${prefix}parent_user_id`]),
});

/** The `from…` keys of the element. */
const readCaller = (element: Json): Identity => readKeys(element, "from", "from_");

/** Who was written to or called: the `to…` keys of the element. */
export const readAddressee = (element: Json): Identity => readKeys(element, "to", "to_");

/** The recipient that a status is about. */
export const readRecipient = (status: Json): Identity => readKeys(status, "recipient_id", "recipient_");

/** The group member that a status is about. */
export const readMember = (status: Json): Identity =>
  readKeys(status, "recipient_participant_id", "recipient_participant_");

/** A person identified by `wa_id` and `user_id`. */
export const readIdentity = (element: Json): Identity =>
  readKeys(element, idText(element.wa_id) === undefined ? "phone_number" : "wa_id", "");

/** The side of a call that is not the business; one of Meta's samples swaps `from` and `to`. */
export function readCustomer(call: Json, value: Json): Identity {
  const ends = [readCaller(call), readAddressee(call)];
  if (call.direction === "BUSINESS_INITIATED") ends.reverse();
  const business = toDigits(toObject(value.metadata).display_phone_number);
  const number = ends.map((end) => end.wa_id).find((wa_id) => wa_id !== undefined && wa_id !== business);
  const known = ends.find((end) => end.user_id !== undefined);
  return { wa_id: number, user_id: known?.user_id, parent_user_id: known?.parent_user_id };
}

const toDigits = (number: unknown): string | undefined => idText(number)?.replace(/\D/g, "");

/** The person, with everything the webhook says about them. `omitted` collects what is left out of the contact. */
export function findPerson(value: Json, identity: Identity, omitted: string[]): Person {
  const found = findContact(value, identity);
  const contact = found && read(contactSchema, found, under("contact", omitted));
  const profile = contact?.profile;
  const sender: WebhookSender = {};
  setDefined(sender, "wa_id", identity.wa_id ?? contact?.wa_id);
  setDefined(sender, "user_id", identity.user_id ?? contact?.user_id);
  setDefined(sender, "parent_user_id", identity.parent_user_id ?? contact?.parent_user_id);
  setDefined(sender, "username", profile?.username);
  setDefined(sender, "name", profile?.name);
  return { sender, contact };
}

/** The contact with this identity: by user id, then by number, or the only one listed if nothing contradicts it. */
function findContact(value: Json, { wa_id, user_id }: Identity): Json | undefined {
  if (!Array.isArray(value.contacts)) return undefined;
  const contacts = value.contacts.filter(isObject);
  return (
    (user_id && contacts.find((contact) => contact.user_id === user_id)) ||
    (wa_id && contacts.find((contact) => idText(contact.wa_id) === wa_id && agrees(contact, user_id))) ||
    (contacts.length === 1 ? contacts.find((contact) => agrees(contact, user_id)) : undefined)
  );
}

/** Two different user ids are two people, even if everything else matches. */
const agrees = (contact: Json, userId: string | undefined): boolean =>
  userId === undefined || idText(contact.user_id) === undefined;

/** The group, or the person if an identifier is known. */
export function toChat(groupId: unknown, person: WebhookSender): Chat | undefined {
  const group = idText(groupId);
  if (group !== undefined) return { group_id: group };
  return person.wa_id === undefined && person.user_id === undefined ? undefined : person;
}

/** The group of a status: `group_id`, or the recipient of a message to a group. */
export const findGroup = (status: Json): unknown =>
  status.group_id ?? (status.recipient_type === "group" ? status.recipient_id : undefined);
