import { within } from "../utils/within.ts";
import type { WebhookQuery } from "./challenge.ts";
import type { WebhookHeaders } from "./headers.ts";
import { invalidOptions } from "./invalid-options.ts";
import type { FindAppSecret } from "./options.ts";
import { toSecrets } from "./signature.ts";

const patienceMs = 30_000;

/**
 * The secrets of the app that a request is for; none if the function knows no such app.
 *
 * @throws `ConfigurationError` if it takes too long, or returns something else; whatever the function throws.
 */
export async function findSecrets(
  find: FindAppSecret,
  { query, headers }: { query: WebhookQuery; headers: WebhookHeaders },
): Promise<readonly string[]> {
  const request = { query: new URLSearchParams(toPairs(query)), headers: new Headers(toPairs(headers)) };
  const asked = Promise.resolve().then(() => find(request));
  const message = `did not return a secret within ${patienceMs / 1000} seconds`;
  const found = await within(patienceMs, asked, () => invalidOptions([{ path: "appSecret", message }]));
  return found === undefined ? [] : toSecrets(found);
}

/** Names and values, whatever the framework. */
function toPairs(given: WebhookQuery | WebhookHeaders): [string, string][] {
  const entries: Iterable<[string, unknown]> = isIterable(given) ? given : Object.entries(given);
  return [...entries].flatMap(([name, value]) =>
    [value].flat().flatMap((one): [string, string][] => (isText(one) ? [[name, String(one)]] : [])),
  );
}

const isIterable = (value: object): value is Iterable<[string, string]> => Symbol.iterator in value;

const isText = (value: unknown): boolean => typeof value === "string" || typeof value === "number";
