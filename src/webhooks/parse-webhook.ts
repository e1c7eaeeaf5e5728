import type { WebhookEvent } from "../types/webhooks/events.ts";
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
export const parseWebhook = (input: string | Uint8Array | object): WebhookEvent[] =>
  parseEvents(input, sha256);
