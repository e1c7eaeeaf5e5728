import { ConfigurationError } from "../../errors.ts";
import { traceId } from "./ids.ts";
import type { WebhookFunction } from "./webhooks.ts";

/** Asks a webhook for its challenge back, as Meta does before it posts anything there. */
export async function subscribe(webhook: string | WebhookFunction, verifyToken: string): Promise<void> {
  const challenge = traceId();
  const url = new URL(typeof webhook === "string" ? webhook : "http://localhost/webhook");
  url.searchParams.set("hub.mode", "subscribe");
  url.searchParams.set("hub.challenge", challenge);
  url.searchParams.set("hub.verify_token", verifyToken);
  const response = await fetchChallenge(webhook, url);
  if (response?.status === 200 && response.text === challenge) return;
  const answer = response === undefined ? "could not be reached" : `answered ${response.status}`;
  const message = `The webhook was not verified: it ${answer}. It must answer 200 with nothing but the value of hub.challenge, when hub.verify_token is the right one.`;
  throw new ConfigurationError(message, [{ path: "webhookUrl", message }]);
}

async function fetchChallenge(
  webhook: string | WebhookFunction,
  url: URL,
): Promise<{ status: number; text: string } | undefined> {
  try {
    const response = await (typeof webhook === "string"
      ? fetch(url, { redirect: "manual" })
      : webhook(new Request(url)));
    return { status: response.status, text: await response.text() };
  } catch {
    return undefined;
  }
}
