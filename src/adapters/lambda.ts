import { createWebhookHandler } from "../webhooks/handler.ts";
import type { WebhookOptions } from "../webhooks/options.ts";
import { ending } from "./ending.ts";
import { type LambdaEvent, methodOf, queryOf } from "./lambda-event.ts";

export type { WebhookEvent } from "../types/webhooks/events.ts";
export type { LambdaEvent, WebhookOptions };

/** What AWS answers with. */
export interface LambdaResult {
  statusCode: number;
  headers: Record<string, string>;
  /** Instead of `headers` where a load balancer sends lists of headers: it wants lists back. */
  multiValueHeaders?: Record<string, string[]>;
  body: string;
}

/**
 * The webhook as an AWS Lambda handler, behind API Gateway, a function URL or a load balancer (which passes bodies of
 * up to 1 MB only; Meta's batches may have 3 MB). A function freezes when it has answered, so events are handled
 * before that; give `dedupe` a store that all instances share.
 *
 * @throws `ConfigurationError` at once when a secret is missing or an option is wrong.
 *
 * @example
 * export const handler = lambdaWebhook({ ...webhookOptionsFromEnv(), on: { message: answer } });
 */
export function lambdaWebhook(options: WebhookOptions): (event: LambdaEvent) => Promise<LambdaResult> {
  const handle = createWebhookHandler(ending(options));
  return async (event) => {
    const { status, headers, body } = await handle({
      method: methodOf(event),
      query: queryOf(event),
      headers: { ...event.multiValueHeaders, ...event.headers },
      rawBody: event.isBase64Encoded ? bytesOf(event.body ?? "") : (event.body ?? ""),
    });
    const lists = event.headers || !event.multiValueHeaders ? {} : { multiValueHeaders: listsOf(headers) };
    return { statusCode: status, headers, ...lists, body };
  };
}

const listsOf = (headers: Record<string, string>) =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]]));

/** Far faster than `Uint8Array.from` with a function: 3 MB in milliseconds. */
function bytesOf(base64: string): Uint8Array {
  const binary = atob(base64);
  const bytes = new Uint8Array(binary.length);
  for (let position = 0; position < binary.length; position += 1)
    bytes[position] = binary.charCodeAt(position);
  return bytes;
}
