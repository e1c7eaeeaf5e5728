import { ConfigurationError } from "../../errors.ts";
import { abortable } from "../../utils/abortable.ts";
import type { WebhookFunction } from "./exchange.ts";
import { createTraceId } from "./ids.ts";

/** Verifies the app's webhook with a challenge, as Meta does before it posts to a new URL. */
export async function verifyWebhook(webhook: string | WebhookFunction, verifyToken: string): Promise<void> {
  const failure = await findFailure(webhook, verifyToken);
  if (failure === undefined) return;
  const message = `The webhook could not be verified: it ${describe(failure)}. ${explain(failure)}`;
  throw new ConfigurationError(message, [{ path: "webhookUrl", message }]);
}

/** What a webhook did instead of returning the challenge: `answered 403`; `undefined` if it returned it. */
export async function findVerificationFailure(url: string, verifyToken: string): Promise<string | undefined> {
  const failure = await findFailure(url, verifyToken);
  return failure && describe(failure);
}

/** An answer that is not the challenge, or why there was none. */
type Failure =
  | { status: number; text: string; challenge: string; location: string | null }
  | { reason: string };

async function findFailure(
  webhook: string | WebhookFunction,
  verifyToken: string,
): Promise<Failure | undefined> {
  const challenge = createTraceId();
  const url = new URL(typeof webhook === "string" ? webhook : "http://localhost/webhook");
  url.searchParams.set("hub.mode", "subscribe");
  url.searchParams.set("hub.challenge", challenge);
  url.searchParams.set("hub.verify_token", verifyToken);
  try {
    const { status, text, location } = await fetchChallenge(webhook, url);
    return status === 200 && text === challenge ? undefined : { status, text, challenge, location };
  } catch (error) {
    return { reason: toReason(error) };
  }
}

const challengeTimeoutMs = 10_000;

async function fetchChallenge(
  webhook: string | WebhookFunction,
  url: URL,
): Promise<{ status: number; text: string; location: string | null }> {
  const signal = AbortSignal.timeout(challengeTimeoutMs);
  const response = await (typeof webhook === "string"
    ? fetch(url, { redirect: "manual", signal })
    : abortable(Promise.resolve(webhook(new Request(url))), signal));
  return { status: response.status, text: await response.text(), location: response.headers.get("location") };
}

/** `ECONNREFUSED`, `TimeoutError`, or what is wrong in words. */
function toReason(error: unknown): string {
  const {
    name = "",
    message = "",
    cause,
  } = error as Partial<Error> & { cause?: { code?: string; message?: string } };
  return cause?.code ?? (name === "TimeoutError" ? name : (cause?.message ?? message));
}

function describe(failure: Failure): string {
  if ("status" in failure) return `answered ${failure.status}`;
  return failure.reason === "TimeoutError" ? "did not answer within 10 seconds" : "could not be reached";
}

/** What to do about it. */
function explain(failure: Failure): string {
  if ("reason" in failure) return explainSilence(failure.reason);
  const { status, text, challenge, location } = failure;
  if (location !== null && status >= 300 && status < 400)
    return `It redirects to ${location}, which Meta does not follow: pass the URL that answers itself.`;
  if (status === 401 || status === 403)
    return "Its verify token must be the simulator's: see WHATSAPP_WEBHOOK_VERIFY_TOKEN.";
  if (status === 404 || status === 405) return "Check the path: it must answer GET and POST.";
  if (status >= 500) return "It failed: look at what your app says about it.";
  if (status === 200 && text !== challenge && text.includes(challenge))
    return `It must answer with only the value of hub.challenge, as plain text; ${describeExcess(text, challenge)}.`;
  return "If hub.verify_token is right, it must answer 200 with only the value of hub.challenge.";
}

const describeExcess = (text: string, challenge: string): string =>
  text === `"${challenge}"` ? "it answered in quotation marks, as JSON" : "it answered with more than that";

function explainSilence(reason: string): string {
  if (reason === "TimeoutError") return "It accepted the connection: look at what your app waits for.";
  if (/CERT|SIGNED|ALTNAME|ISSUER/.test(reason))
    return `Its certificate is not trusted (${reason}): pass its http URL, or set NODE_EXTRA_CA_CERTS.`;
  if (/SSL|TLS|WRONG_VERSION/.test(reason)) return `It does not speak https (${reason}): pass an http URL.`;
  return `Start your app, or correct the URL. Cause: ${reason.replace(/\.$/, "")}.`;
}
