import { WebhookPayloadError } from "../errors.ts";
import type { WebhookEvent } from "../types/webhooks/events.ts";
import { type RawBody, sizeOf } from "./bytes.ts";
import { verifyChallenge, verifyTokenOf, type WebhookQuery } from "./challenge.ts";
import { dispatcher, type Outcome } from "./dispatch.ts";
import { checkWebhookOptions, defaultMaxBodyBytes, type WebhookOptions } from "./options.ts";
import { parseWebhook } from "./parse.ts";
import { secretsOf, verifySignature } from "./signature.ts";

/** All a webhook needs from any web framework. */
export interface WebhookRequest {
  method: string;
  query: WebhookQuery;
  headers: Headers | Readonly<Record<string, string | readonly string[] | undefined>>;
  /** The body as it arrived, text or bytes; re-serialised JSON never matches its signature. */
  rawBody: RawBody;
  /** Keeps the process alive for work after the answer, where the platform needs to be told. */
  waitUntil?: ((work: Promise<unknown>) => void) | undefined;
}

/** What to answer, and what arrived. */
export interface WebhookReply {
  status: number;
  headers: Record<string, string>;
  body: string;
  events: WebhookEvent[];
}

/** Receives webhooks, whatever the framework. */
export type WebhookHandler = (request: WebhookRequest) => Promise<WebhookReply>;

/**
 * The webhook, independent of any framework; the adapters only translate for it.
 *
 * It answers 200 only when every event has been handled (or had been before). When a handler fails it answers 500,
 * Meta delivers the batch again, and only what failed runs again.
 *
 * Replies: 200, the challenge to a verification; 400 signed but no webhook; 401 signature missing or wrong; 403
 * wrong verify token; 405 neither GET nor POST; 413 too large; 500 a handler failed; 503 another process is
 * handling an event at the moment.
 *
 * @throws `ConfigurationError` at once when a secret is missing or an option is wrong.
 *
 * @example
 * const handle = createWebhookHandler({ appSecret, verifyToken, on: { message: (event) => answer(event) } });
 * const { status, headers, body } = await handle({ method, query, headers, rawBody });
 *
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/create-webhook-endpoint
 */
export function createWebhookHandler(options: WebhookOptions): WebhookHandler {
  const appSecret = secretsOf(options.appSecret);
  const verifyToken = verifyTokenOf(options.verifyToken);
  checkWebhookOptions(options);
  const { maxBodyBytes = defaultMaxBodyBytes, respond = "after-handlers" } = options;
  const dispatch = dispatcher(options);

  return async ({ method, query, headers, rawBody, waitUntil }) => {
    if (method === "GET") return answerChallenge(query, verifyToken);
    if (method !== "POST") return reply(405, "Method not allowed", { allow: "GET, POST" });
    if (sizeOf(rawBody) > maxBodyBytes) return reply(413, "Body too large");
    const signature = headerOf(headers, "x-hub-signature-256");
    if (!(await verifySignature({ rawBody, signature, appSecret }))) return reply(401, "Invalid signature");
    const events = eventsOf(rawBody);
    if (events === undefined) return reply(400, "Not a webhook");
    const handled = Promise.all(events.map(dispatch));
    if (respond === "immediately") {
      waitUntil?.(handled);
      return { ...reply(200, "OK"), events };
    }
    return { ...replyTo(await handled), events };
  };
}

function answerChallenge(query: WebhookQuery, verifyToken: string): WebhookReply {
  const challenge = verifyChallenge({ query, verifyToken });
  return challenge === undefined ? reply(403, "Wrong verify token") : reply(200, challenge);
}

function eventsOf(rawBody: RawBody): WebhookEvent[] | undefined {
  try {
    return parseWebhook(rawBody instanceof ArrayBuffer ? new Uint8Array(rawBody) : rawBody);
  } catch (error) {
    if (error instanceof WebhookPayloadError) return undefined;
    throw error;
  }
}

function replyTo(outcomes: Outcome[]): WebhookReply {
  if (outcomes.includes("failed")) return reply(500, "A handler failed");
  return outcomes.includes("busy") ? reply(503, "Being handled") : reply(200, "OK");
}

const reply = (status: number, body: string, headers: Record<string, string> = {}): WebhookReply => ({
  status,
  headers: { "content-type": "text/plain; charset=utf-8", ...headers },
  body,
  events: [],
});

function headerOf(headers: WebhookRequest["headers"], name: string): string | undefined {
  if (headers instanceof Headers) return headers.get(name) ?? undefined;
  const value = headers[name] ?? Object.entries(headers).find(([key]) => key.toLowerCase() === name)?.[1];
  return typeof value === "string" || value === undefined ? value : value[0];
}
