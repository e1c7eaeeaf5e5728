import { createWebhookHandler } from "../webhooks/handler.ts";
import type { WebhookOptions } from "../webhooks/options.ts";

export type { WebhookEvent } from "../types/webhooks/events.ts";
export type { WebhookOptions };

/** What is needed of an event: API Gateway REST (v1) and HTTP (v2) APIs, function URLs, load balancers. */
export interface LambdaEvent {
  httpMethod?: string | undefined;
  requestContext?: { http?: { method?: string | undefined } | undefined } | undefined;
  headers?: Readonly<Record<string, string | undefined>> | null | undefined;
  multiValueHeaders?: Readonly<Record<string, string[] | undefined>> | null | undefined;
  queryStringParameters?: Readonly<Record<string, string | undefined>> | null | undefined;
  body?: string | null | undefined;
  isBase64Encoded?: boolean | undefined;
}

/** What AWS answers with. */
export interface LambdaResult {
  statusCode: number;
  headers: Record<string, string>;
  body: string;
}

/**
 * The webhook as an AWS Lambda handler. A function freezes when it has answered, so events are handled before that;
 * give `dedupe` a store that all instances share.
 *
 * @throws `ConfigurationError` at once when a secret is missing or an option is wrong.
 *
 * @example
 * export const handler = lambdaWebhook({ ...webhookOptionsFromEnv(), on: { message: answer } });
 */
export function lambdaWebhook(options: WebhookOptions): (event: LambdaEvent) => Promise<LambdaResult> {
  const handle = createWebhookHandler(options);
  return async (event) => {
    const { status, headers, body } = await handle({
      method: event.requestContext?.http?.method ?? event.httpMethod ?? "GET",
      query: event.queryStringParameters ?? {},
      headers: { ...event.multiValueHeaders, ...event.headers },
      rawBody: event.isBase64Encoded ? bytesOf(event.body ?? "") : (event.body ?? ""),
    });
    return { statusCode: status, headers, body };
  };
}

const bytesOf = (base64: string): Uint8Array =>
  Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
