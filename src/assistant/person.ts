import { toPerson } from "../core/recipient.ts";
import type { Recipient, RecipientIds } from "../types/recipients.ts";

/** A person whom a tool was given, as text. */
export interface Person {
  /** The number in digits, or the business-scoped user id: what two spellings of one person share. */
  readonly id: string;
  /** As messages are addressed. */
  readonly recipient: Recipient;
}

/** Reads the text by which a model names a person. A number that has written is dialed as it arrived. */
export function readPerson(
  text: string,
  path: string,
  inbox?: { hasHeardFrom(id: string): boolean },
): Person {
  const digits = text.trim().replace(/^\+/, "");
  if (inbox?.hasHeardFrom(digits)) return { id: digits, recipient: toRecipient(digits) };
  const { to, recipient = "" } = toPerson(text, {}, path);
  return { id: to === undefined ? recipient : to.slice(1), recipient: to ?? recipient };
}

const toRecipient = (id: string): Recipient => (/^\d+$/.test(id) ? { wa_id: id } : { user_id: id });

/** All ids of a person. */
export const personIds = ({ wa_id, user_id }: RecipientIds): string[] =>
  [wa_id, user_id].filter((id) => id !== undefined);

/** The text by which a model names the author of a message. */
export const personName = ({ wa_id, user_id }: RecipientIds): string | undefined =>
  wa_id === undefined ? user_id : `+${wa_id}`;
