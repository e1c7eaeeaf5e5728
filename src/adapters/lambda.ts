import { createWebhookHandler, type WebhookHandler } from "../webhooks/handler.ts";
import type { WebhookOptions } from "../webhooks/options.ts";
import { type LambdaEvent, readMethod, readQuery, readRawBody } from "./lambda-event.ts";
import { limitBody } from "./limit-body.ts";

export type { WebhookEvent } from "../types/webhooks/events.ts";
export type { WebhookReply, WebhookRequest } from "../webhooks/handler.ts";
export type { LambdaEvent, WebhookHandler, WebhookOptions };

/** The response in the form AWS expects. */
export interface LambdaResult {
  statusCode: number;
  headers: Record<string, string>;
  /** For load balancers that send headers as lists: they want lists back. */
  multiValueHeaders?: Record<string, string[]>;
  body: string;
}

/** A Lambda function behind HTTP. */
export type LambdaWebhook = (event: LambdaEvent) => Promise<LambdaResult>;

/**
 * The webhook as an AWS Lambda function, behind API Gateway, a function URL or a load balancer (which passes bodies of
 * up to 1 MB only; Meta's batches can be 3 MB). A function freezes once it has responded, so the response always waits
 * for your handlers. Give them a `store` that all instances share.
 *
 * @throws `ConfigurationError` if a secret is missing or an option is wrong.
 *
 * @example
 * export const handler = lambdaWebhook({ ...webhookOptionsFromEnv(), on: { message: answer } });
 */
export function lambdaWebhook(options: WebhookOptions): LambdaWebhook {
  return lambdaHandler(createWebhookHandler(options));
}

/**
 * Any handler as an AWS Lambda function. If the handler rejects, so does the function.
 *
 * @example
 * const handle: WebhookHandler = async ({ method }) => ({ status: 200, headers: {}, body: method, events: [] });
 * export const handler = lambdaHandler(handle);
 */
export function lambdaHandler(handler: WebhookHandler): LambdaWebhook {
  const handle = limitBody(handler);
  return async (event) => {
    const { status, headers, body } = await handle({
      method: readMethod(event),
      query: readQuery(event),
      headers: { ...event.multiValueHeaders, ...event.headers },
      rawBody: readRawBody(event),
      endsWithReply: true,
    });
    const lists = event.headers || !event.multiValueHeaders ? {} : { multiValueHeaders: toLists(headers) };
    return { statusCode: status, headers, ...lists, body };
  };
}

const toLists = (headers: Record<string, string>) =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]]));
