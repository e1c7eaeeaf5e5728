/** A person as a webhook identifies them; `wa_id` takes precedence if both ids are present. */
export interface RecipientIds {
  /** The phone number in digits, exactly as the webhook contained it. */
  wa_id?: string | undefined;
  /** The business-scoped user id, such as `US.13491208655302741918`. */
  user_id?: string | undefined;
}

/**
 * Who a message goes to: a phone number with its country code (`+14155552671`), a business-scoped user id
 * (`US.1349…`), a sender or chat from a webhook (`event.from`, `event.chat`, `{ wa_id }`, `{ user_id }`), or
 * `{ group_id }`.
 */
export type Recipient = string | RecipientIds | { group_id: string };
