import { toObject, toObjects } from "../../utils/json.ts";
import type { WebhookChange } from "../events.ts";
import type { Destination } from "./webhooks.ts";

/** Fields that can go to another URL than the app's. */
const overridable =
  /^(messages|message_echoes|calls|consumer_profile|messaging_handovers|group_\w+|smb_\w+|history|account_settings_update)$/;

/** What decides where a webhook goes. */
interface Callbacks {
  numbers: ReadonlyMap<string, { overrideCallbackUri?: string; blocked: readonly string[] }>;
  accounts: ReadonlyMap<string, { isSubscribed: boolean; overrideCallbackUri: string | undefined }>;
  /** Fields that the app chose; `undefined` for all. */
  subscribedFields: readonly string[] | undefined;
}

/**
 * Finds where a change goes: to the URL of its number, else to that of its account, else to the app's webhook. What a
 * blocked customer writes goes nowhere.
 */
export function findDestination(
  { numbers, accounts, subscribedFields }: Callbacks,
  { field, value }: WebhookChange,
  accountId: string,
): Destination | undefined {
  const account = accounts.get(accountId);
  const isSubscribed = account?.isSubscribed !== false && subscribedFields?.includes(field) !== false;
  if (!overridable.test(field)) return { isSubscribed, url: undefined };
  const { phone_number_id } = toObject(value.metadata ?? value.phone_number_settings);
  const number = numbers.get(String(phone_number_id));
  const isBlocked = toObjects(value.messages).some((message) =>
    number?.blocked.includes(String(message.from_user_id)),
  );
  return isBlocked
    ? undefined
    : { isSubscribed, url: number?.overrideCallbackUri ?? account?.overrideCallbackUri };
}
