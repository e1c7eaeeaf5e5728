import { ConfigurationError } from "../errors.ts";
import { bytesOf } from "./bytes.ts";
import { equal } from "./signature.ts";

/** A query string, parsed in any of the usual ways. */
export type WebhookQuery = URLSearchParams | Readonly<Record<string, unknown>>;

/**
 * The challenge to answer Meta's verification request with (status 200, the bare text), or `undefined` when the
 * request does not know the verify token (answer 403).
 *
 * @param input.query the request's query: `URLSearchParams`, or what a framework made of it.
 * @throws {@link ConfigurationError} when the verify token is missing or empty.
 *
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/create-webhook-endpoint
 */
export function verifyChallenge(input: { query: WebhookQuery; verifyToken: string }): string | undefined {
  const expected = verifyTokenOf(input.verifyToken);
  const given = read(input.query, "verify_token");
  const challenge = read(input.query, "challenge");
  const isOurs = given !== undefined && equal(bytesOf(given), bytesOf(expected));
  return isOurs && read(input.query, "mode") === "subscribe" ? challenge : undefined;
}

/** The verify token, not empty. */
export function verifyTokenOf(verifyToken: string | undefined): string {
  if (typeof verifyToken === "string" && verifyToken !== "") return verifyToken;
  const message = "Missing verify token: pass `verifyToken` or set WHATSAPP_WEBHOOK_VERIFY_TOKEN.";
  throw new ConfigurationError(message, [{ path: "verifyToken", message }]);
}

/** `hub.mode`, which some parsers turn into `hub_mode` or `{ hub: { mode } }`. */
function read(query: WebhookQuery, key: string): string | undefined {
  if (query instanceof URLSearchParams) return query.get(`hub.${key}`) ?? undefined;
  const hub = query.hub;
  const nested = typeof hub === "object" && hub !== null ? (hub as Record<string, unknown>)[key] : undefined;
  const value = query[`hub.${key}`] ?? query[`hub_${key}`] ?? nested;
  return typeof value === "string" || typeof value === "number" ? String(value) : undefined;
}
