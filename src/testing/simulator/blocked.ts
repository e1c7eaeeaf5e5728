import type { Customer } from "./customers.ts";
import { refuse } from "./errors.ts";
import type { PhoneNumber } from "./records.ts";

/** A number cannot write to a customer that it blocked. */
export function checkNotBlocked(number: PhoneNumber, customer: Customer | undefined): void {
  if (customer === undefined || !number.blocked.includes(customer.user_id)) return;
  throw refuse(130403, "The recipient is on the block list of this number. Unblock the recipient first.");
}
