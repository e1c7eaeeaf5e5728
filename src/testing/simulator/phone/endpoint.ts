import { type Json, parseJson, toObject, toText } from "../../../utils/json.ts";
import { signPayload } from "../../../webhooks/signature.ts";
import { describeFailure, type NoResponse, postSigned, type WebhookFunction } from "../exchange.ts";
import type { State } from "../state.ts";
import { type Sealed, seal } from "./crypto.ts";

/** Where a phone asks, and with which key. */
export interface Line {
  endpointUri?: string;
  phoneNumberId: string;
  /** As the phone got it last. */
  publicKey?: string;
}

/** Why an answer cannot be used. */
export interface Trouble {
  /** Meta's name, which the endpoint is told; `undefined` for what it knows itself. */
  key?: string;
  /** What is wrong, and how to fix it. */
  why: string;
  /** What the phone shows. Default: that something went wrong. */
  shown?: string | undefined;
  /** Whether the phone closes the Flow and disables its button. */
  closes?: true;
}

/** What a question came to. */
export type Outcome = { answer: Json } | { trouble: Trouble };

/** Asks the app's endpoint. If it cannot decrypt the request, the phone fetches the key again and asks once more. */
export async function askEndpoint(state: State, line: Line, request: Json): Promise<Outcome> {
  if (line.publicKey === undefined) takeKey(state, line);
  const first = await askOnce(state, line, request);
  if (first.status !== 421) return judge(first);
  takeKey(state, line);
  const second = await askOnce(state, line, request);
  return second.status === 421 ? { trouble: undecipherable } : judge(second);
}

function takeKey(state: State, line: Line): void {
  const { flowPublicKey } = state.number(line.phoneNumberId);
  if (flowPublicKey !== undefined) line.publicKey = flowPublicKey;
}

const undecipherable: Trouble = {
  key: "business-decryption-error",
  why: "the endpoint answered 421 twice, it cannot decrypt the request. Its private key must belong to the public key of the number: `whatsapp.flows.setPublicKey({ business_public_key })`",
};

/** What came back, before it is judged. */
type Reply =
  | { status: number; text: string; open: (answer: string) => Promise<Json | undefined> }
  | { status: undefined; trouble: Trouble };

async function askOnce(state: State, line: Line, request: Json): Promise<Reply> {
  const target = state.flowEndpoint ?? line.endpointUri;
  if (target === undefined) return lost(nowhere);
  if (line.publicKey === undefined) return lost(keyless);
  const sealed = await seal(request, line.publicKey).catch(() => undefined);
  if (sealed === undefined) return lost(unusableKey);
  const startedAt = performance.now();
  const reply = await send(state, target, line, sealed);
  const { action, screen } = request;
  const what = `${String(action)}${screen === undefined ? "" : ` ${String(screen)}`}`;
  const tookMs = performance.now() - startedAt;
  state.activity.note({ kind: "flow", at: state.now(), what, status: reply.status, tookMs });
  return reply;
}

async function send(
  { settings, outbox }: State,
  target: string | WebhookFunction,
  { endpointUri: url = "https://localhost/flow" }: Line,
  { body: rawBody, open }: Sealed,
): Promise<Reply> {
  try {
    const signature = await signPayload({ rawBody, appSecret: settings.appSecret });
    const signal = AbortSignal.any([outbox.signal, AbortSignal.timeout(settings.webhookTimeoutMs)]);
    const response = await postSigned(target, { rawBody, signature, url, signal });
    return { status: response.status, text: await response.text(), open };
  } catch (error) {
    return lost(toSilence(describeFailure(error, typeof target === "function")));
  }
}

const lost = (trouble: Trouble): Reply => ({ status: undefined, trouble });

const nowhere: Trouble = {
  key: "cannot_be_served",
  why: "the Flow has no endpoint. Give it an `endpoint_uri`, or set `simulator.flowEndpoint`",
};

const keyless: Trouble = {
  key: "public-key-missing",
  why: "the business number has no public key: `whatsapp.flows.setPublicKey({ business_public_key })`",
};

const unusableKey: Trouble = {
  key: "public-key-signiture-verification", // Meta's spelling
  why: "the public key of the business number is not an RSA key of 2,048 bits: `createFlowKeys()` makes one",
};

function toSilence({ error, thrown }: NoResponse): Trouble {
  if (error === "TimeoutError")
    return { key: "timeout_error", why: "the endpoint did not answer in time; WhatsApp waits 10 seconds" };
  const why = `the endpoint did not answer: ${thrown ?? error}`;
  return { key: "no_http_response_error", why };
}

async function judge(reply: Reply): Promise<Outcome> {
  if (reply.status === undefined) return { trouble: reply.trouble };
  const { status, text, open } = reply;
  const content = await open(text);
  if (status === 200) return content === undefined ? { trouble: unreadable } : { answer: content };
  return { trouble: (refusals[status] ?? unexpected)(content ?? toObject(parseJson(text)), reply) };
}

const unreadable: Trouble = {
  key: "response-decryption-error",
  why: "the answer cannot be decrypted. Encrypt it with the key of the request, and with its initialization vector with every bit flipped",
};

/** What phones make of a status. The text of 427 may be encrypted or not. */
const refusals: Readonly<Record<number, (content: Json) => Trouble>> = {
  427: ({ error_msg }) => ({
    why: "the endpoint answered 427, so the Flow is closed and its button disabled",
    shown: toText(error_msg),
    closes: true,
  }),
  432: () => ({
    why: "the endpoint answered 432, it does not accept the signature. Its app secret must be that of `simulator.webhookOptions`",
  }),
};

const unexpected = (_: Json, { status, text }: { status: number; text: string }): Trouble => ({
  key: "unexpected_http_status_code",
  why: `the endpoint answered ${status}${text === "" ? "" : ` "${text.slice(0, 200)}"`}`,
});

/** What keeps an endpoint from reading any request. */
const unheard = new Set([nowhere, keyless, unusableKey, undecipherable].map(({ key }) => key));

/** Tells the endpoint what was wrong with its answer to a request. Nobody waits for what it says to that. */
export function reportTrouble(state: State, line: Line, request: Json, { key, why }: Trouble): void {
  if (key === undefined || unheard.has(key)) return;
  const { data: _, ...told } = request;
  const action = request.action === "INIT" ? "INIT" : "data_exchange";
  const notification = { ...told, action, data: { error: key, error_message: why } };
  state.outbox.track(askEndpoint(state, line, notification));
}

/** Why an endpoint is not healthy; `undefined` if it answers a ping as it should. */
export async function findIllness(state: State, line: Line, version: string): Promise<string | undefined> {
  const outcome = await askEndpoint(state, line, { version, action: "ping" });
  if ("trouble" in outcome) return outcome.trouble.why;
  if (toObject(outcome.answer.data).status === "active") return undefined;
  return 'the endpoint did not answer `{ data: { status: "active" } }`';
}
