import type { Clock } from "../../core/clock.ts";
import { ConfigurationError } from "../../errors.ts";
import { abortable } from "../../utils/abortable.ts";
import { signPayload } from "../../webhooks/signature.ts";
import {
  type WebhookChange,
  type WebhookEntry,
  type WebhookPayload,
  webhookBody,
  webhookEntry,
} from "../events.ts";
import { nextTurn, waitFor } from "./clock.ts";
import { createTraceId } from "./ids.ts";

/** One attempt to deliver a webhook. */
export interface DeliveryAttempt {
  /** Milliseconds since the epoch. */
  at: number;
  /** HTTP status of the response; `undefined` if there was none. */
  status?: number;
  /** Why there was no response: an error code or name. */
  error?: string;
  /** The beginning of the response body. */
  body?: string;
  /** How long the app took, in milliseconds. */
  tookMs?: number;
}

/** A webhook and its delivery attempts. */
export interface Delivery {
  /** When it was made: milliseconds since the epoch. */
  at: number;
  /** The payload, before it was serialized and signed. */
  payload: WebhookPayload;
  /** The posted body, with Meta's escapes. */
  rawBody: string;
  /** The `x-hub-signature-256` header, once it was posted. */
  signature?: string;
  /** The attempts, in order. */
  attempts: DeliveryAttempt[];
  /** `unsent`: no webhook is set. `abandoned`: all redeliveries failed. `dropped`: the simulator was closed. */
  state: "pending" | "delivered" | "abandoned" | "unsent" | "dropped";
}

/** Receives webhooks in the same process. */
export type WebhookFunction = (request: Request) => Promise<Response> | Response;

/** Settings of the outbox. */
export interface OutboxSettings {
  clock: Clock;
  appSecret: string;
  businessAccountId: string;
  /** Delays before each redelivery, in milliseconds. */
  redeliveryPausesMs: readonly number[];
  /** Time the app has to answer, in milliseconds. */
  timeoutMs: number;
  /** Whether waiting events are sent in one webhook. */
  batch: boolean;
  /** Hears of each webhook, and of everything that happens to it. */
  note?: (webhook: Delivery) => void;
}

/** How much of an app's answer is kept, in characters. */
const longestAnswer = 2000;

/** Most updates that Meta puts into one request. */
const maxUpdates = 1000;

/** Posts webhooks, and repeats them until the app answers 200. */
export class Outbox {
  readonly deliveries: Delivery[] = [];
  target: string | WebhookFunction | undefined;
  readonly #settings: OutboxSettings;
  readonly #pending = new Set<Promise<unknown>>();
  #waiting: { entry: WebhookEntry; done: () => void }[] = [];
  #isFlushing = false;
  #closing = new AbortController();

  constructor(settings: OutboxSettings) {
    this.#settings = settings;
  }

  /** Posts a change of an account, by default the first one. Resolves after the first attempt, even if it failed. */
  post(change: WebhookChange, businessAccountId = this.#settings.businessAccountId): Promise<void> {
    const { batch, clock } = this.#settings;
    const entry = webhookEntry(businessAccountId, change, clock.now());
    return batch ? this.#enqueue(entry) : this.#deliver([entry]);
  }

  /** Posts a webhook again, as Meta does if the response was lost. */
  redeliver(delivery: Delivery): Promise<void> {
    return this.#start(delivery);
  }

  /** Makes `settled` wait for this work. Its errors are ignored here. */
  track(work: Promise<unknown>): void {
    const tracked = work
      .catch(() => undefined)
      .finally(() => {
        this.#pending.delete(tracked);
      });
    this.#pending.add(tracked);
  }

  async settled(): Promise<void> {
    while (this.#pending.size > 0) await Promise.all(this.#pending);
  }

  /** Aborted when the outbox closes. */
  get signal(): AbortSignal {
    return this.#closing.signal;
  }

  /** Ends delays and attempts in progress; resolves when all work is done. */
  async close(): Promise<void> {
    this.#closing.abort(new DOMException("The simulator was closed.", "AbortError"));
    await this.settled();
    this.#closing = new AbortController();
  }

  #enqueue(entry: WebhookEntry): Promise<void> {
    const first = new Promise<void>((done) => {
      this.#waiting.push({ entry, done });
    });
    this.track(first);
    if (!this.#isFlushing) this.track(this.#flush());
    return first;
  }

  async #flush(): Promise<void> {
    this.#isFlushing = true;
    await nextTurn();
    while (this.#waiting.length > 0) {
      const together = this.#waiting.splice(0, maxUpdates);
      await this.#deliver(mergeEntries(together.map(({ entry }) => entry)));
      for (const { done } of together) done();
    }
    this.#isFlushing = false;
  }

  #deliver(entry: WebhookEntry[]): Promise<void> {
    const payload: WebhookPayload = { object: "whatsapp_business_account", entry };
    const rawBody = webhookBody(payload);
    const delivery: Delivery = {
      at: this.#settings.clock.now(),
      payload,
      rawBody,
      attempts: [],
      state: "pending",
    };
    this.deliveries.push(delivery);
    this.#settings.note?.(delivery);
    return this.#start(delivery);
  }

  #start(delivery: Delivery): Promise<void> {
    delivery.state = "pending";
    const first = this.#attempt(delivery);
    this.track(
      first.then(async (isDelivered) => {
        if (!isDelivered) await this.#repeat(delivery);
      }),
    );
    return first.then(() => undefined);
  }

  async #repeat(delivery: Delivery): Promise<void> {
    const { clock, redeliveryPausesMs } = this.#settings;
    for (const milliseconds of redeliveryPausesMs) {
      if (!(await waitFor(clock, milliseconds, this.signal))) break;
      if (await this.#attempt(delivery)) return;
    }
    delivery.state = this.signal.aborted ? "dropped" : "abandoned";
    this.#settings.note?.(delivery);
  }

  /** Makes one attempt. Returns whether the delivery is done. */
  async #attempt(delivery: Delivery): Promise<boolean> {
    const { target } = this;
    if (target === undefined) {
      delivery.state = "unsent";
      this.#settings.note?.(delivery);
      return true;
    }
    const outcome = await this.#send(target, delivery);
    delivery.attempts.push(outcome);
    if (outcome.status === 200) delivery.state = "delivered";
    this.#settings.note?.(delivery);
    return outcome.status === 200;
  }

  async #send(target: string | WebhookFunction, delivery: Delivery): Promise<DeliveryAttempt> {
    const { clock, appSecret, timeoutMs } = this.#settings;
    const at = clock.now();
    const startedAt = performance.now();
    const tookMs = () => performance.now() - startedAt;
    try {
      delivery.signature = await signPayload({ rawBody: delivery.rawBody, appSecret });
      const signal = AbortSignal.any([this.signal, AbortSignal.timeout(timeoutMs)]);
      const response = await this.#exchange(target, delivery, signal);
      const body = (await response.text()).slice(0, longestAnswer);
      return { at, tookMs: tookMs(), status: response.status, ...(body === "" ? {} : { body }) };
    } catch (error) {
      return { at, tookMs: tookMs(), error: describeFailure(error) };
    }
  }

  async #exchange(
    target: string | WebhookFunction,
    { rawBody, signature = "" }: Delivery,
    signal: AbortSignal,
  ): Promise<Response> {
    const headers = {
      "content-type": "application/json",
      "user-agent": "facebookexternalua",
      "x-hub-signature-256": signature,
    };
    const init = { method: "POST", headers, body: rawBody, signal, redirect: "manual" } as const;
    if (typeof target === "string") return fetch(target, init);
    return abortable(Promise.resolve(target(new Request("http://localhost/webhook", init))), signal);
  }
}

/** Puts consecutive entries of the same account together. */
function mergeEntries(entries: readonly WebhookEntry[]): WebhookEntry[] {
  const together: WebhookEntry[] = [];
  for (const entry of entries) {
    const last = together.at(-1);
    if (last?.id === entry.id && last.time === entry.time) last.changes.push(...entry.changes);
    else together.push({ ...entry, changes: [...entry.changes] });
  }
  return together;
}

function describeFailure(error: unknown): string {
  const { name = "Error", cause } = error as { name?: string; cause?: { code?: unknown } };
  return typeof cause?.code === "string" ? cause.code : name;
}

/** Verifies a webhook with a challenge, as Meta does before it posts to a new URL. */
export async function subscribe(webhook: string | WebhookFunction, verifyToken: string): Promise<void> {
  const challenge = createTraceId();
  const url = new URL(typeof webhook === "string" ? webhook : "http://localhost/webhook");
  url.searchParams.set("hub.mode", "subscribe");
  url.searchParams.set("hub.challenge", challenge);
  url.searchParams.set("hub.verify_token", verifyToken);
  const response = await fetchChallenge(webhook, url);
  if (response?.status === 200 && response.text === challenge) return;
  const message = `The webhook could not be verified: ${explainAnswer(response)}`;
  throw new ConfigurationError(message, [{ path: "webhookUrl", message }]);
}

/** What came back, and what to do about it. */
function explainAnswer(response: { status: number } | undefined): string {
  if (response === undefined) return "it could not be reached. Start your app, or correct the URL.";
  const { status } = response;
  const answered = `it answered ${status}.`;
  if (status === 401 || status === 403) {
    return `${answered} Its verify token must be the simulator's: see WHATSAPP_WEBHOOK_VERIFY_TOKEN.`;
  }
  if (status === 404 || status === 405) return `${answered} Check the path: it must answer GET and POST.`;
  return `${answered} If hub.verify_token is right, it must answer 200 with only the value of hub.challenge.`;
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
