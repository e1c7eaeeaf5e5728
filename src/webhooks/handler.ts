import { WebhookPayloadError } from "../errors.ts";
import type { UnknownEvent, WebhookEvent } from "../types/webhooks/events.ts";
import { loadSha256 } from "../utils/find-sha256.ts";
import { once } from "../utils/once.ts";
import { requestsEndAlone } from "../utils/runtime.ts";
import { isThenable } from "../utils/within.ts";
import { verifyChallenge } from "./challenge.ts";
import { dispatcher, type Outcome } from "./dispatch.ts";
import { selectHandlers } from "./event-handlers.ts";
import { readHeader, type WebhookHeaders } from "./headers.ts";
import type { HttpHandler, HttpReply, WebhookHead, WebhookRequest } from "./http.ts";
import { type FindAppSecret, resolveWebhookOptions, type WebhookOptions } from "./options.ts";
import { turnstile } from "./ordering.ts";
import { parseEvents } from "./parse.ts";
import { checkRawBody, exceeds, toBytes } from "./raw-body.ts";
import { refusalLog } from "./refusals.ts";
import { reporter } from "./report.ts";
import { headerProblem, isSigned, signatureHex } from "./signature.ts";

export type { WebhookHead, WebhookHeaders, WebhookRequest };

/** The response, and the events that arrived. The status is 200, or Meta delivers again. */
export interface WebhookReply extends HttpReply {
  /** Every event of the batch, in order; empty unless the signature is valid. */
  events: WebhookEvent[];
}

/** Answers the requests of a webhook. */
export interface WebhookHandler extends HttpHandler<WebhookReply> {
  /**
   * Is told about the events of each signed request, before your functions run. It changes nothing: events are claimed,
   * handled and acknowledged as always, also when it throws: `onError` or the log hears of it. `createMcpServer` and
   * `whatsappTools` set it, and call what was there before.
   */
  onEvents?: ((events: readonly WebhookEvent[]) => void) | undefined;
}

/**
 * The webhook, independent of any framework. Mount it with an adapter, or call it yourself.
 *
 * It answers 200 only when every event has been handled, now or earlier. If one of your functions fails, it answers 500,
 * Meta delivers the batch again, and only what failed runs again.
 *
 * Replies: 200 (to a verification request, with the challenge); 400 signed, but not a webhook; 401 signature missing or
 * wrong; 403 wrong verify token; 405 neither GET nor POST; 413 too large; 500 one of your functions failed; 503 another
 * process is handling an event right now.
 *
 * @throws `ConfigurationError` if a secret is missing or an option is wrong. A POST whose `rawBody` is a parsed object
 * rejects with it.
 *
 * @example
 * const handle = createWebhookHandler({ appSecret, verifyToken, on: { message: (event) => answer(event) } });
 * const { status, headers, body } = await handle({ method, query, headers, rawBody });
 *
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/create-webhook-endpoint
 */
export function createWebhookHandler(options: WebhookOptions): WebhookHandler {
  const resolved = resolveWebhookOptions(options);
  const { appSecret, verifyToken, maxBodyBytes, respond, on, onEvent } = resolved;
  const report = reporter(resolved);
  const dispatch = dispatcher(resolved, report);
  const logRefusal = refusalLog(resolved.logger);
  const loadUnhandledLog = once(async () => (await import("./unhandled.ts")).unhandledLog(resolved.logger));
  const inTurn = turnstile();

  /** The reply to a request whose body does not matter, or the digest that its body must have. */
  const screen = ({ method, query, headers }: WebhookHead): WebhookReply | string => {
    if (method.toUpperCase() === "GET") {
      const challenge = verifyChallenge({ query, verifyToken });
      if (challenge !== undefined) return reply(200, challenge);
      logRefusal(403, () => wrongToken);
      return reply(403, "Wrong verify token");
    }
    if (method.toUpperCase() !== "POST") return reply(405, "Method not allowed", { allow: "GET, POST" });
    const signature = readHeader(headers, signatureHeader);
    const given = signatureHex(signature);
    if (given !== undefined) return given;
    logRefusal(401, () => headerProblem(signature));
    return reply(401, "Invalid signature");
  };

  const handle: WebhookHandler = async (request) => {
    const given = screen(request);
    if (typeof given !== "string") return given;
    const { rawBody, waitUntil = resolved.waitUntil } = request;
    checkRawBody(rawBody);
    if (exceeds(rawBody, maxBodyBytes)) return reply(413, "Too large");
    try {
      const secrets = typeof appSecret === "function" ? await inTurn(ask(appSecret, request)) : appSecret;
      // Verifying a long body may take longer than verifying the next one: keep events in the order they arrived.
      const signed = isSigned(rawBody, given, secrets);
      if (!(typeof signed === "boolean" ? signed : await inTurn(signed))) {
        await logRefusal(401, async () => (await loadDiagnosis()).diagnose(rawBody, given, secrets));
        return reply(401, "Invalid signature");
      }
      const sha256 = loadSha256();
      const body = typeof rawBody === "string" ? rawBody : toBytes(rawBody);
      const events = parseEvents(body, isThenable(sha256) ? await sha256 : sha256);
      // Whoever only listens makes no webhook fail.
      (async () => handle.onEvents?.(events))().catch((error) => report(error, {}));
      const unhandled = events.filter(
        (event): event is UnknownEvent =>
          event.type === "unknown" && selectHandlers(event, on, onEvent).length === 0,
      );
      const isAnswered =
        respond === "immediately" &&
        (waitUntil !== undefined || !(request.endsWithReply || requestsEndAlone()));
      const handled = Promise.all(events.map((event) => dispatch(event, isAnswered)));
      waitUntil?.(handled);
      const outcomes = isAnswered ? [] : await handled;
      if (unhandled.length > 0) unhandled.forEach(await loadUnhandledLog());
      return { ...replyTo(outcomes), events };
    } catch (error) {
      await report(error, { isRedelivered: true });
      return error instanceof WebhookPayloadError ? reply(400, "Not a webhook") : reply(500, "Not handled");
    }
  };
  const replyEarly = (head: WebhookHead): WebhookReply | undefined => {
    const screened = screen(head);
    return typeof screened === "string" ? undefined : screened;
  };
  return Object.assign(handle, { maxBodyBytes, replyEarly });
}

/** The secrets of the app that the request is for. */
const ask = async (find: FindAppSecret, request: WebhookRequest) =>
  (await import("./find-secrets.ts")).findSecrets(find, request);

/** Loaded with the first refusal that needs it. */
const loadDiagnosis = once(() => import("./explain-signature.ts"));

const signatureHeader = "x-hub-signature-256";

const wrongToken = "wrong-verify-token. Enter `verifyToken` beside the callback URL in the App Dashboard";

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
