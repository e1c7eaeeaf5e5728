import { userIdPattern } from "../types/patterns.ts";
import type { Recipient } from "../types/recipients.ts";
import { type PhoneNumberOptions, toE164 } from "./phone-number.ts";
import { invalid } from "./validate.ts";

/** A recipient in the request body: either `to` or `recipient`. */
export type Address =
  | { to: string; recipient_type?: "group" | undefined; recipient?: undefined }
  | { recipient: string; to?: undefined; recipient_type?: undefined };

/** Two capital letters, a dot, and up to 128 letters and digits; with `ENT.` in between for linked portfolios. */

/**
 * Puts a recipient into the form in which it is sent.
 *
 * @throws `PhoneNumberError` for a number that cannot be dialed, `ValidationError` for anything else that is not a
 * recipient.
 */
export function toAddress(to: Recipient, options: PhoneNumberOptions): Address {
  if (typeof to === "string") {
    return userIdPattern.test(to.trim()) ? { recipient: to.trim() } : { to: toE164(to, options) };
  }
  if (typeof to !== "object" || to === null) throw refused("to", `is missing: pass ${recipientForms}`);
  if ("group_id" in to) return { to: requireGroupId(to.group_id, "to.group_id"), recipient_type: "group" };
  if (to.wa_id !== undefined) return { to: withPlus(to.wa_id) };
  if (to.user_id === undefined)
    throw refused("to", `must be ${recipientForms}; the object has none of these keys`);
  return { recipient: recipientId(to.user_id, "to.user_id") };
}

const recipientForms = "a phone number, { wa_id }, { user_id } or { group_id }";

/** Checks a business-scoped user id. */
export function recipientId(value: unknown, path: string): string {
  if (typeof value === "string" && userIdPattern.test(value)) return value;
  throw refused(path, "must be a business-scoped user id: two capital letters, a dot, letters and digits");
}

/** A webhook's number is sent as it arrived, but with a plus: without it, Meta would prepend the business's country code. */
function withPlus(waId: unknown): string {
  if (typeof waId === "string" && /^\+?\d{1,20}$/.test(waId)) return waId.startsWith("+") ? waId : `+${waId}`;
  throw refused("to.wa_id", "must be the digits from the `wa_id` of a webhook");
}

function requireGroupId(value: unknown, path: string): string {
  if (typeof value === "string" && value !== "") return value;
  throw refused(path, "must be the id of a group");
}

const refused = (path: string, message: string) => invalid("recipient", [{ path, message }]);
