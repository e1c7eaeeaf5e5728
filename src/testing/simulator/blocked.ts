import type { Customer } from "./customers.ts";
import { refuse } from "./errors.ts";
import type { PhoneNumber } from "./records.ts";

/** Whether a number blocked a customer: their messages do not arrive. */
export const isBlocked = ({ blocked }: PhoneNumber, { user_id }: Pick<Customer, "user_id">): boolean =>
  blocked.includes(user_id);

/** A number cannot write to a customer that it blocked. */
export function checkNotBlocked(number: PhoneNumber, customer: Customer | undefined): void {
  if (customer === undefined || !isBlocked(number, customer)) return;
  throw refuse(130403, "The recipient is on the block list of this number. Unblock the recipient first.");
}
