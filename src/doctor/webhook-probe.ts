import type { Clock } from "../core/clock.ts";
import { version } from "../core/version.ts";
import { hmacSha256 } from "../utils/hash.ts";
import { once } from "../utils/once.ts";
import { withTimeout } from "./direct-call.ts";
import type { Asked } from "./options.ts";

/** What the webhook answered. */
export interface WebhookAnswer {
  status: number;
  text: string;
  tookMs: number;
}

/** What the webhook is sent, each once. */
export interface WebhookProbe {
  url: URL;
  challenge: string;
  /** Asks for the challenge with the verify token, or if none is known, with a wrong one. */
  challenged: () => Promise<WebhookAnswer>;
  /** Asks for the challenge with a wrong token. */
  challengedWrongly: () => Promise<WebhookAnswer>;
  /** Posts an event that Meta could have signed. Its bytes change when its JSON is parsed and written again. */
  signed: () => Promise<WebhookAnswer>;
  /** The same, in bytes that stay the same. */
  signedPlainly: () => Promise<WebhookAnswer>;
  unsigned: () => Promise<WebhookAnswer>;
  /** Posts an event whose JSON was written again after it had been signed. */
  reserialized: () => Promise<WebhookAnswer>;
}

/**
 * An event of a field that Meta does not have, with no message, status or call in it: bots know nothing to do about it.
 * As Meta writes JSON, slashes and letters beyond ASCII are escaped.
 */
function testEvent(now: number): string {
  const value = { note: "Test event of `wacloud doctor`: nothing happened. https://example.com/é" };
  const change = { field: "wacloud_doctor", value };
  const event = {
    object: "whatsapp_business_account",
    entry: [{ id: "0", time: Math.floor(now / 1000), changes: [change] }],
  };
  return JSON.stringify(event).replaceAll("/", "\\/").replaceAll("é", "\\u00e9");
}

/** Escapes are lost when JSON is parsed and written again. */
const rewrite = (body: string): string => JSON.stringify(JSON.parse(body));

export function openWebhook(asked: Asked, appSecret: string | undefined, clock: Clock): WebhookProbe {
  const url = asked.webhook ?? new URL("http://localhost"); // never asked: the checks are skipped
  const challenge = String(Math.floor(clock.random() * 1e9) + 1e9);
  const send = (target: URL, init: RequestInit) => exchange(target, init, asked, clock);
  const ask = (token: string) => () => send(withChallenge(url, challenge, token), { method: "GET" });
  const body = testEvent(clock.now());
  const sign = async (signed: string) => ({
    "x-hub-signature-256": `sha256=${await hmacSha256(appSecret ?? "", signed)}`,
  });
  const post = async (posted: string, signature: Promise<Record<string, string>> | undefined) => {
    const headers = {
      "content-type": "application/json",
      "user-agent": `wacloud/${version}`,
      ...(await signature),
    };
    return send(url, { method: "POST", body: posted, headers });
  };
  return {
    url,
    challenge,
    challenged: once(ask(asked.verifyToken ?? wrongToken)),
    challengedWrongly: once(ask(wrongToken)),
    signed: once(() => post(body, sign(body))),
    signedPlainly: once(() => post(rewrite(body), sign(rewrite(body)))),
    unsigned: once(() => post(body, undefined)),
    reserialized: once(() => post(rewrite(body), sign(body))),
  };
}

const wrongToken = "wacloud-doctor-wrong-token";

function withChallenge(url: URL, challenge: string, token: string): URL {
  const asking = new URL(url);
  asking.searchParams.set("hub.mode", "subscribe");
  asking.searchParams.set("hub.challenge", challenge);
  asking.searchParams.set("hub.verify_token", token);
  return asking;
}

async function exchange(
  url: URL,
  init: RequestInit,
  { webhookTimeoutMs, signal: given }: Asked,
  clock: Clock,
): Promise<WebhookAnswer> {
  const startedAt = clock.now();
  const signal = withTimeout(webhookTimeoutMs, given);
  const response = await globalThis.fetch(url, { ...init, redirect: "manual", signal });
  const text = await response.text();
  return { status: response.status, text, tookMs: clock.now() - startedAt };
}
