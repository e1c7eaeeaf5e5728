import { invalidOptions } from "./invalid-options.ts";
import { equal } from "./signature.ts";

/** What is asked for a value by its name: `URLSearchParams`, `Headers`. */
export interface Lookup {
  /** The value, or `null` when there is none. */
  get(name: string): string | null;
}

/** A query, parsed in any of the usual ways: `URLSearchParams`, or a framework's object. */
export type WebhookQuery = Lookup | Readonly<Record<string, unknown>>;

/**
 * The challenge to answer Meta's verification request with, as plain text and status 200; or `undefined` when the
 * request does not know the verify token: answer 403.
 *
 * @param input.query the request's query. `hub.mode`, `hub_mode` and `{ hub: { mode } }` are all understood.
 * @param input.verifyToken what you entered as verify token beside the callback URL.
 * @throws `ConfigurationError` when the verify token is missing or empty.
 *
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/create-webhook-endpoint
 */
export function verifyChallenge(input: { query: WebhookQuery; verifyToken: string }): string | undefined {
  const problem = verifyTokenProblem(input.verifyToken);
  if (problem !== undefined) throw invalidOptions([{ path: "verifyToken", message: problem }]);
  const [mode, token, challenge] = ["mode", "verify_token", "challenge"].map((key) => read(input.query, key));
  const isOurs = token !== undefined && equal(token, input.verifyToken);
  return isOurs && mode === "subscribe" && challenge !== "" ? challenge : undefined;
}

/** What is wrong with a `verifyToken` option; `undefined` when nothing is. */
export function verifyTokenProblem(verifyToken: unknown): string | undefined {
  if (typeof verifyToken === "string" && verifyToken.trim() !== "") return undefined;
  return "is missing: pass `verifyToken` or set WHATSAPP_WEBHOOK_VERIFY_TOKEN";
}

function read(query: WebhookQuery, key: string): string | undefined {
  const name = `hub.${key}`;
  if (isLookup(query)) return query.get(name) ?? undefined;
  const { hub } = query;
  const nested = typeof hub === "object" && hub !== null ? (hub as Record<string, unknown>)[key] : undefined;
  const found = query[name] ?? query[`hub_${key}`] ?? nested;
  const value: unknown = Array.isArray(found) ? found[0] : found;
  return typeof value === "string" || typeof value === "number" ? String(value) : undefined;
}

const isLookup = (query: WebhookQuery): query is Lookup => typeof query.get === "function";
