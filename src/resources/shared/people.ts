import type { PhoneNumberOptions } from "../../core/phone-number.ts";
import { type PersonAddress, toPerson } from "../../core/recipient.ts";
import { invalid } from "../../core/validate.ts";
import { ValidationError } from "../../errors.ts";
import type { Recipient } from "../../types/recipients.ts";

/** A person as an element of `block_users` or `participants`. */
export type UserEntry = { user: string } | { user_id: string };

/** One person or several, in Meta's form. */
export interface PeopleRules extends PhoneNumberOptions {
  /** What errors call the list. */
  path: string;
  /** How many people fit in one call. */
  max: number;
}

/**
 * Puts people into the form in which they are blocked or removed.
 *
 * @throws `ValidationError` that names everybody who cannot be meant, by their place in the list.
 */
export function toUsers(people: Recipient | readonly Recipient[], rules: PeopleRules): UserEntry[] {
  if (!isList(people)) return [toUser(toPerson(people, rules, rules.path))];
  const { path, max } = rules;
  if (people.length < 1 || people.length > max)
    throw invalid(path, [{ path, message: `must have 1 to ${max} elements; it has ${people.length}` }]);
  const refusals: ValidationError[] = [];
  const users = people.flatMap((person, index) => {
    try {
      return [toUser(toPerson(person, rules, `${path}.${index}`))];
    } catch (error) {
      if (!(error instanceof ValidationError)) throw error;
      refusals.push(error);
      return [];
    }
  });
  const [refusal, ...others] = refusals;
  if (refusal === undefined) return users;
  throw others.length === 0
    ? refusal
    : invalid(
        path,
        refusals.flatMap(({ issues }) => issues),
      );
}

const isList = (people: Recipient | readonly Recipient[]): people is readonly Recipient[] =>
  Array.isArray(people);

const toUser = ({ to, recipient }: PersonAddress): UserEntry =>
  to !== undefined ? { user: to } : { user_id: recipient };
