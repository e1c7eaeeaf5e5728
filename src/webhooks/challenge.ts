import { invalidOptions } from "./invalid-options.ts";
import { equal } from "./signature.ts";

/** Looks up a value by name, as `URLSearchParams` and `Headers` do. */
export interface Lookup {
  /** The value, or `null` if there is none. */
  get(name: string): string | null;
}

/** A parsed query string: `URLSearchParams`, or a framework's object. */
export type WebhookQuery = Lookup | Readonly<Record<string, unknown>>;

/**
 * Checks Meta's verification request. Returns the challenge, to be sent back as plain text with status 200, or
 * `undefined` if the verify token is wrong: then answer 403.
 *
 * @param input.query the query of the request. `hub.mode`, `hub_mode` and `{ hub: { mode } }` all work.
 * @param input.verifyToken the verify token that you entered next to the callback URL.
 * @throws `ConfigurationError` if the verify token is missing or empty.
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

/** The problem with a `verifyToken` option; `undefined` if it is valid. */
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
