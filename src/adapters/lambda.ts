import { createFlowHandler } from "../flows/handler.ts";
import type { FlowOptions } from "../flows/options.ts";
import { createWebhookHandler, reply, type WebhookHandler, type WebhookReply } from "../webhooks/handler.ts";
import type { HttpHandler, HttpReply } from "../webhooks/http.ts";
import type { WebhookOptions } from "../webhooks/options.ts";
import { type LambdaEvent, readHead, readRawBody } from "./lambda-event.ts";
import { toMountable } from "./mountable.ts";

export type { WebhookEvent } from "../types/webhooks/events.ts";
export type { WebhookRequest } from "../webhooks/handler.ts";
export type * from "./flow-types.ts";
export type { LambdaEvent, WebhookHandler, WebhookOptions, WebhookReply };

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
 * The endpoint of a Flow as an AWS Lambda function, behind API Gateway, a function URL or a load balancer.
 *
 * @throws `ConfigurationError` if a key or secret is missing or an option is wrong.
 *
 * @example
 * export const handler = lambdaFlow({ ...flowOptionsFromEnv(), on: { INIT: openFirstScreen } });
 */
export function lambdaFlow(options: FlowOptions): LambdaWebhook {
  return lambdaHandler(createFlowHandler(options));
}

/**
 * Any handler as an AWS Lambda function. If the handler rejects, so does the function.
 *
 * @example
 * const handle: WebhookHandler = async ({ method }) => ({ status: 200, headers: {}, body: method, events: [] });
 * export const handler = lambdaHandler(handle);
 */
export function lambdaHandler(handler: HttpHandler): LambdaWebhook {
  const handle = toMountable(handler);
  return async (event) => {
    const { status, headers, body } = await answer(handle, event);
    const lists = event.headers || !event.multiValueHeaders ? {} : { multiValueHeaders: toLists(headers) };
    return { statusCode: status, headers, ...lists, body };
  };
}

async function answer(handle: HttpHandler, event: LambdaEvent): Promise<HttpReply> {
  const head = readHead(event);
  const early = handle.replyEarly?.(head);
  if (early !== undefined) return early;
  const rawBody = readRawBody(event);
  return rawBody === undefined ? reply(400, "Invalid base64") : handle({ ...head, rawBody });
}

const toLists = (headers: Record<string, string>) =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]]));
