import { explainSignature } from "../../webhooks/explain-signature.ts";
import { createWebhookHandler, reply } from "../../webhooks/handler.ts";
import { readHeader } from "../../webhooks/headers.ts";
import type { HttpHandler, HttpReply, WebhookRequest } from "../../webhooks/http.ts";
import { CommandError, exitCodes } from "../failure.ts";
import type { Terminal } from "../terminal.ts";
import { toJsonText } from "../words.ts";
import { formatEvent } from "./format-event.ts";

/** How requests are received. */
interface ReceiverOptions {
  appSecret: string;
  verifyToken: string;
  /** Where verified requests go on to. */
  forward?: string | undefined;
  isJson?: boolean | undefined;
  /** Told when events can no longer be printed. */
  breakDown: (reason: CommandError) => void;
}

/**
 * Prints each event once, and says why a request is refused. Only what was printed, and what the app that it is passed on
 * to has taken, is acknowledged.
 */
export function receiver(options: ReceiverOptions, terminal: Terminal): HttpHandler {
  const { appSecret, verifyToken, isJson, forward, breakDown } = options;
  const { deliver, note, noteStyle, style } = terminal;
  const silent = { warn: () => undefined, error: () => undefined }; // everything is told below
  const handle = createWebhookHandler({
    appSecret,
    verifyToken,
    logger: silent,
    redeliver: () => true,
    onError: () => breakDown(outputGone),
    onEvent: (event) => deliver(isJson ? toJsonText(event, 0) : formatEvent(event, new Date(), style)),
  });
  const receive = async (request: WebhookRequest): Promise<HttpReply> => {
    const answer = await handle(request);
    if (answer.status !== 200) {
      note(
        `${noteStyle("red", `Refused with ${answer.status}:`)} ${await explain(request, answer, options)}`,
      );
      return answer;
    }
    if (request.method.toUpperCase() === "GET") note(noteStyle("green", "Callback URL verified."));
    else if (forward !== undefined) return passOn(forward, request, terminal);
    return answer;
  };
  return Object.assign(receive, { maxBodyBytes: handle.maxBodyBytes });
}

const outputGone = new CommandError(
  "Events can no longer be printed. The last one was not acknowledged, so WhatsApp delivers it again.",
  exitCodes.failed,
);

const explanations: Readonly<Record<number, string>> = {
  400: "it is signed, but it is not a WhatsApp webhook.",
  403: "this is not a verification request with the verify token above.",
  405: "WhatsApp only uses GET and POST.",
  413: "the body is larger than WhatsApp's are.",
  500: "the event could not be printed.",
  503: "the event is still being printed.",
};

async function explain(
  { headers, rawBody }: WebhookRequest,
  { status, body }: HttpReply,
  { appSecret }: ReceiverOptions,
): Promise<string> {
  if (status !== 401) return explanations[status] ?? body;
  const found = await explainSignature({ rawBody, signature: readHeader(headers, signature), appSecret });
  return found.valid ? body : `${found.reason}. ${found.hint}`;
}

const signature = "x-hub-signature-256";

/** The same bytes under the same signature. The app's answer decides whether WhatsApp delivers again. */
async function passOn(
  url: string,
  { headers, rawBody }: WebhookRequest,
  { note, noteStyle }: Terminal,
): Promise<HttpReply> {
  const passed = ["content-type", signature].map((name) => [name, readHeader(headers, name) ?? ""]);
  const status = await post(url, Object.fromEntries(passed), rawBody);
  if (status !== undefined && status < 300) return reply(200, "OK");
  const what = status === undefined ? "did not answer" : `answered ${status}`;
  note(`${noteStyle("yellow", "Forward:")} ${url} ${what}, so WhatsApp delivers this again.`);
  return reply(502, "Not forwarded");
}

/** @returns the status; `undefined` if nobody answered. */
async function post(
  url: string,
  headers: Record<string, string>,
  body: unknown,
): Promise<number | undefined> {
  try {
    const request = { method: "POST", headers, body: body as BodyInit, redirect: "manual" as const };
    const { status } = await fetch(url, { ...request, signal: AbortSignal.timeout(patienceMs) });
    return status;
  } catch {
    return undefined;
  }
}

/** Meta hangs up after about 20 seconds. */
const patienceMs = 20_000;
