import { ConfigurationError } from "../../errors.ts";
import { abortable } from "../../utils/abortable.ts";
import { createTraceId } from "./ids.ts";
import type { WebhookFunction } from "./webhooks.ts";

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

/** An answer that is not the challenge; without a status there was none. */
interface Failure {
  status?: number;
}

async function findFailure(
  webhook: string | WebhookFunction,
  verifyToken: string,
): Promise<Failure | undefined> {
  const challenge = createTraceId();
  const url = new URL(typeof webhook === "string" ? webhook : "http://localhost/webhook");
  url.searchParams.set("hub.mode", "subscribe");
  url.searchParams.set("hub.challenge", challenge);
  url.searchParams.set("hub.verify_token", verifyToken);
  const { status, text } = await fetchChallenge(webhook, url);
  return status === 200 && text === challenge ? undefined : { status };
}

const challengeTimeoutMs = 10_000;

async function fetchChallenge(
  webhook: string | WebhookFunction,
  url: URL,
): Promise<{ status?: number; text?: string }> {
  const signal = AbortSignal.timeout(challengeTimeoutMs);
  try {
    const response = await (typeof webhook === "string"
      ? fetch(url, { redirect: "manual", signal })
      : abortable(Promise.resolve(webhook(new Request(url))), signal));
    return { status: response.status, text: await response.text() };
  } catch {
    return {};
  }
}

const describe = ({ status }: Failure): string =>
  status === undefined ? "could not be reached" : `answered ${status}`;

/** What to do about it. */
function explain({ status }: Failure): string {
  if (status === undefined) return "Start your app, or correct the URL.";
  if (status === 401 || status === 403)
    return "Its verify token must be the simulator's: see WHATSAPP_WEBHOOK_VERIFY_TOKEN.";
  if (status === 404 || status === 405) return "Check the path: it must answer GET and POST.";
  return "If hub.verify_token is right, it must answer 200 with only the value of hub.challenge.";
}
