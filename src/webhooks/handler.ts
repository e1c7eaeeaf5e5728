import { WebhookPayloadError } from "../errors.ts";
import type { WebhookEvent } from "../types/webhooks/events.ts";
import { requestsEndAlone } from "../utils/runtime.ts";
import { type Lookup, verifyChallenge, type WebhookQuery } from "./challenge.ts";
import { dispatcher, type Outcome } from "./dispatch.ts";
import { resolveWebhookOptions, type WebhookOptions } from "./options.ts";
import { turnstile } from "./ordering.ts";
import { parseWebhook } from "./parse.ts";
import { checkRawBody, exceeds, type RawBody, toBytes } from "./raw-body.ts";
import { reporter } from "./report.ts";
import { verifySignature } from "./signature.ts";

/** Request headers: `Headers`, or a framework's object. */
export type WebhookHeaders = Lookup | Readonly<Record<string, string | readonly string[] | undefined>>;

/** All a webhook needs from any web framework. */
export interface WebhookRequest {
  /** `GET` for the verification, `POST` for events. */
  method: string;
  /** Everything behind the path's question mark. */
  query: WebhookQuery;
  /** Only `X-Hub-Signature-256` is read, whatever its case. */
  headers: WebhookHeaders;
  /** The body as it arrived, text or bytes; re-serialised JSON never matches its signature. */
  rawBody: RawBody;
  /** Keeps the process alive for the work, where the platform needs to be told. */
  waitUntil?: ((work: Promise<unknown>) => void) | undefined;
  /** Whether the platform may stop the process once the reply is out (AWS Lambda, Next.js). Default: `false`. */
  endsWithReply?: boolean | undefined;
}

/** What to answer, and what arrived. */
export interface WebhookReply {
  /** HTTP status; anything but 200 makes Meta deliver again. */
  status: number;
  /** Response headers. */
  headers: Record<string, string>;
  /** Response body: the challenge, or a word on what was wrong. */
  body: string;
  /** Every event of the batch, in order; empty when nothing genuine arrived. */
  events: WebhookEvent[];
}

/** Answers requests, whatever the framework. The adapters mount any function of this type. */
export interface WebhookHandler {
  (request: WebhookRequest): Promise<WebhookReply>;
  /** The longest body it accepts, in bytes: adapters answer a longer one with 413. Default: 3 MB and 64 KB. */
  readonly maxBodyBytes?: number | undefined;
}

/**
 * The webhook, independent of any framework; the adapters only translate for it.
 *
 * It answers 200 only when every event has been handled (or had been before). When a handler fails it answers 500,
 * Meta delivers the batch again, and only what failed runs again.
 *
 * Replies: 200, to a verification with the challenge; 400 signed but no webhook; 401 signature missing or wrong; 403
 * wrong verify token; 405 neither GET nor POST; 413 too large; 500 a handler failed; 503 another process is handling
 * an event at the moment.
 *
 * @throws `ConfigurationError` at once when a secret is missing or an option is wrong; and for a POST whose `rawBody`
 * is a parsed object.
 *
 * @example
 * const handle = createWebhookHandler({ appSecret, verifyToken, on: { message: (event) => answer(event) } });
 * const { status, headers, body } = await handle({ method, query, headers, rawBody });
 *
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/create-webhook-endpoint
 */
export function createWebhookHandler(options: WebhookOptions): WebhookHandler {
  const resolved = resolveWebhookOptions(options);
  const { appSecret, verifyToken, maxBodyBytes, respond } = resolved;
  const report = reporter(resolved);
  const dispatch = dispatcher(resolved, report);
  const inTurn = turnstile();

  const handle: WebhookHandler = async (request) => {
    const { method, query, headers, rawBody, waitUntil = resolved.waitUntil } = request;
    if (method.toUpperCase() === "GET") return answerChallenge(query, verifyToken);
    if (method.toUpperCase() !== "POST") return reply(405, "Method not allowed", { allow: "GET, POST" });
    checkRawBody(rawBody);
    if (exceeds(rawBody, maxBodyBytes)) return reply(413, "Body too large");
    const signature = readHeader(headers, "x-hub-signature-256");
    // Checking a long body may take longer than checking the next one: events go on in the order they arrived.
    const isGenuine = await inTurn(verifySignature({ rawBody, signature, appSecret }));
    if (!isGenuine) return reply(401, "Invalid signature");
    try {
      const events = parseWebhook(typeof rawBody === "string" ? rawBody : toBytes(rawBody));
      const handled = Promise.all(events.map(dispatch));
      waitUntil?.(handled);
      const mayGoOn = waitUntil !== undefined || !(request.endsWithReply || requestsEndAlone());
      const outcomes = respond === "immediately" && mayGoOn ? [] : await handled;
      return { ...replyTo(outcomes), events };
    } catch (error) {
      await report(error);
      return error instanceof WebhookPayloadError ? reply(400, "Not a webhook") : reply(500, "Not handled");
    }
  };
  return Object.assign(handle, { maxBodyBytes });
}

function answerChallenge(query: WebhookQuery, verifyToken: string): WebhookReply {
  const challenge = verifyChallenge({ query, verifyToken });
  return challenge === undefined ? reply(403, "Wrong verify token") : reply(200, challenge);
}

function replyTo(outcomes: readonly Outcome[]): WebhookReply {
  if (outcomes.includes("failed")) return reply(500, "A handler failed");
  return outcomes.includes("busy") ? reply(503, "Being handled") : reply(200, "OK");
}

/** A reply in plain text, without events. */
export const reply = (status: number, body: string, headers: Record<string, string> = {}): WebhookReply => ({
  status,
  headers: { "content-type": "text/plain; charset=utf-8", ...headers },
  body,
  events: [],
});

function readHeader(headers: WebhookHeaders, name: string): string | readonly string[] | null | undefined {
  if (isLookup(headers)) return headers.get(name);
  return headers[name] ?? Object.entries(headers).find(([key]) => key.toLowerCase() === name)?.[1];
}

const isLookup = (headers: WebhookHeaders): headers is Lookup => typeof headers.get === "function";
