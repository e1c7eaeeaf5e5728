import { PhoneNumberError } from "../errors.ts";
import { userIdPattern } from "../types/patterns.ts";
import type { Recipient } from "../types/recipients.ts";
import { type PhoneNumberOptions, toE164 } from "./phone-number.ts";
import { invalid } from "./validate.ts";

/** A recipient in the request body: either `to` or `recipient`. */
export type Address =
  | { to: string; recipient_type?: "group" | undefined; recipient?: undefined }
  | { recipient: string; to?: undefined; recipient_type?: undefined };

/** A person in the request body. */
export type PersonAddress = { to: string; recipient?: undefined } | { recipient: string; to?: undefined };

/**
 * Puts a recipient into the form in which it is sent.
 *
 * @throws `PhoneNumberError` for a number that cannot be dialed, `ValidationError` for anything else that is not a
 * recipient.
 */
export function toAddress(to: Recipient, options: PhoneNumberOptions): Address {
  if (!isGroup(to))
    return toPerson(to, options, "to", "a phone number, { wa_id }, { user_id } or { group_id }");
  return { to: requireGroupId(to.group_id, "to.group_id"), recipient_type: "group" };
}

/** The same of a person; `path` is the name of the argument. */
export function toPerson(
  person: Recipient,
  options: PhoneNumberOptions,
  path: string,
  forms = personForms,
): PersonAddress {
  if (typeof person === "string") {
    const text = person.trim();
    return userIdPattern.test(text) ? { recipient: text } : { to: dial(person, options, path) };
  }
  if (typeof person !== "object" || person === null) throw refused(path, toProblem(person, forms));
  if (Array.isArray(person)) throw refused(path, "is a list: send to each alone");
  if (isGroup(person)) throw refused(path, `must be a person: pass ${forms}`);
  if (person.wa_id !== undefined) return { to: withPlus(person.wa_id, `${path}.wa_id`) };
  if (person.user_id === undefined)
    throw refused(path, `must be ${forms}; the object has none of these keys`);
  return { recipient: recipientId(person.user_id, `${path}.user_id`) };
}

const personForms = "a phone number, { wa_id } or { user_id }";

function toProblem(person: unknown, forms: string): string {
  if (typeof person === "number" || typeof person === "bigint")
    return 'is a number: pass text, such as "+14155552671"';
  return person === undefined || person === null ? `is missing: pass ${forms}` : `must be ${forms}`;
}

const isGroup = (to: Recipient): to is { group_id: string } =>
  typeof to === "object" && to !== null && "group_id" in to;

function dial(number: string, options: PhoneNumberOptions, path: string): string {
  try {
    return toE164(number, options);
  } catch (error) {
    if (!(error instanceof PhoneNumberError)) throw error;
    const { message, reason, suggestion } = error;
    throw new PhoneNumberError(message, { path, reason, suggestion });
  }
}

/** Checks a business-scoped user id. */
export function recipientId(value: unknown, path: string): string {
  if (typeof value === "string" && userIdPattern.test(value)) return value;
  throw refused(path, "must be a business-scoped user id: two capital letters, a dot, letters and digits");
}

/** A webhook's number is sent as it arrived, but with a plus: without it, Meta would prepend the business's country code. */
function withPlus(waId: unknown, path: string): string {
  if (typeof waId === "string" && /^\+?\d{1,20}$/.test(waId)) return waId.startsWith("+") ? waId : `+${waId}`;
  if (typeof waId === "string" && userIdPattern.test(waId))
    throw refused(path, "is a business-scoped user id: pass it as { user_id }");
  const remedy = typeof waId === "number" ? ", as text" : "";
  throw refused(path, `must be the digits from the \`wa_id\` of a webhook${remedy}`);
}

function requireGroupId(value: unknown, path: string): string {
  if (typeof value === "string" && value !== "") return value;
  throw refused(path, "must be the id of a group");
}

const refused = (path: string, message: string) => invalid("recipient", [{ path, message }]);
