import { userIdPattern } from "../types/patterns.ts";
import type { Recipient } from "../types/recipients.ts";
import { type PhoneNumberOptions, toE164 } from "./phone-number.ts";
import { invalid } from "./validate.ts";

/** A recipient as it travels: only one of `to` and `recipient`. */
export type Address =
  | { to: string; recipient_type?: "group" | undefined; recipient?: undefined }
  | { recipient: string; to?: undefined; recipient_type?: undefined };

/** Two capital letters, a dot, and up to 128 letters and digits; `ENT.` for linked portfolios. */

/**
 * How a recipient travels.
 *
 * @throws `PhoneNumberError` for a number that cannot be dialled, `ValidationError` for anything else that is no recipient.
 */
export function addressOf(to: Recipient, options: PhoneNumberOptions): Address {
  if (typeof to === "string") {
    return userIdPattern.test(to.trim()) ? { recipient: to.trim() } : { to: toE164(to, options) };
  }
  if (typeof to !== "object" || to === null)
    throw refused("to", "is missing: pass a phone number, { wa_id }, { user_id } or { group_id }");
  if ("group_id" in to) return { to: named(to.group_id, "to.group_id"), recipient_type: "group" };
  if (to.wa_id !== undefined) return { to: withPlus(to.wa_id) };
  return { recipient: recipientId(to.user_id, "to.user_id") };
}

/** A business-scoped user id, given as one. */
export function recipientId(value: unknown, path: string): string {
  if (typeof value === "string" && userIdPattern.test(value)) return value;
  throw refused(path, "must be a business-scoped user id: two capital letters, a dot, letters and digits");
}

/** A webhook's number is sent as it came, with a plus: without one Meta would put the business's country code before it. */
function withPlus(waId: unknown): string {
  if (typeof waId === "string" && /^\+?\d{1,20}$/.test(waId)) return waId.startsWith("+") ? waId : `+${waId}`;
  throw refused("to.wa_id", "must be the digits that a webhook gave as wa_id");
}

function named(value: unknown, path: string): string {
  if (typeof value === "string" && value !== "") return value;
  throw refused(path, "must be the id of a group");
}

const refused = (path: string, message: string) => invalid("recipient", [{ path, message }]);
