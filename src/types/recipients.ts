/** A person or group as a webhook names them; `wa_id` wins where both ids are known. */
export interface RecipientIds {
  /** Phone number in digits, exactly as a webhook gave it. */
  wa_id?: string | undefined;
  /** Business-scoped user id, such as `US.13491208655302741918`. */
  user_id?: string | undefined;
}

/**
 * Who a message goes to: a phone number with its country code (`+14155552671`), a business-scoped user id
 * (`US.1349…`), what a webhook gave (`event.from`, `event.chat`, `{ wa_id }`, `{ user_id }`), or `{ group_id }`.
 */
export type Recipient = string | RecipientIds | { group_id: string };
