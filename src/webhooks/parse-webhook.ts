import { WebhookPayloadError } from "../errors.ts";
import type { WebhookEvent } from "../types/webhooks/events.ts";
import { isObject, parseJson } from "../utils/json.ts";
import { sha256 } from "../utils/sha256.ts";
import { parseEvents } from "./parse.ts";

/**
 * Parses a webhook into events: every entry, change and element of the batch, in order. Verify the signature first.
 *
 * It never drops anything and never throws on a notification from Meta: whatever has no type becomes an `unknown` event
 * with the raw value. `history` and `standby` give one event per change and never a `message`, because a bot must not
 * answer old chats and copies.
 *
 * Pass the text or bytes as received. In an object that was parsed earlier, ids beyond 2^53 have already lost their last
 * digits.
 *
 * @throws {@link WebhookPayloadError} if the body is not JSON or not a webhook: answer 400.
 *
 * @example
 * for (const event of parseWebhook(rawBody)) {
 *   if (event.type === "message" && event.message.type === "text") console.log(event.message.text.body);
 * }
 *
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/overview
 */
export function parseWebhook(input: string | Uint8Array | object): WebhookEvent[] {
  try {
    return parseEvents(input, sha256);
  } catch (error) {
    throw isDashboardSample(input) ? dashboardSample() : error;
  }
}

/** The App Dashboard shows samples of fields without what is around them in a webhook. */
function isDashboardSample(input: string | Uint8Array | object): boolean {
  const text = input instanceof Uint8Array ? new TextDecoder().decode(input) : input;
  const body = typeof text === "string" ? parseJson(text) : text;
  return isObject(body) && typeof body.field === "string" && isObject(body.value);
}

function dashboardSample(): WebhookPayloadError {
  const message =
    "is a sample of the App Dashboard: a webhook has it as an element of `changes`, " +
    'in { object: "whatsapp_business_account", entry: [{ id, changes: [sample] }] }';
  return new WebhookPayloadError(`Invalid webhook: the body ${message}.`, [{ path: "", message }]);
}
