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
}

/** A webhook and its delivery attempts. */
export interface SimulatedWebhook {
  /** The payload, before it was serialized and signed. */
  payload: WebhookPayload;
  /** The posted body, with Meta's escapes. */
  rawBody: string;
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
}

/** Most updates that Meta puts into one request. */
const maxUpdates = 1000;

/** Posts webhooks, and repeats them until the app answers 200. */
export class Outbox {
  readonly webhooks: SimulatedWebhook[] = [];
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
  redeliver(delivery: SimulatedWebhook): Promise<void> {
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
    const delivery: SimulatedWebhook = { payload, rawBody, attempts: [], state: "pending" };
    this.webhooks.push(delivery);
    return this.#start(delivery);
  }

  #start(delivery: SimulatedWebhook): Promise<void> {
    delivery.state = "pending";
    const first = this.#attempt(delivery);
    this.track(
      first.then(async (isDelivered) => {
        if (!isDelivered) await this.#repeat(delivery);
      }),
    );
    return first.then(() => undefined);
  }

  async #repeat(delivery: SimulatedWebhook): Promise<void> {
    const { clock, redeliveryPausesMs } = this.#settings;
    for (const milliseconds of redeliveryPausesMs) {
      if (!(await waitFor(clock, milliseconds, this.signal))) break;
      if (await this.#attempt(delivery)) return;
    }
    delivery.state = this.signal.aborted ? "dropped" : "abandoned";
  }

  /** Makes one attempt. Returns whether the delivery is done. */
  async #attempt(delivery: SimulatedWebhook): Promise<boolean> {
    const { target } = this;
    if (target === undefined) {
      delivery.state = "unsent";
      return true;
    }
    const outcome = await this.#send(target, delivery.rawBody);
    delivery.attempts.push(outcome);
    if (outcome.status === 200) delivery.state = "delivered";
    return outcome.status === 200;
  }

  async #send(target: string | WebhookFunction, rawBody: string): Promise<DeliveryAttempt> {
    const at = this.#settings.clock.now();
    try {
      const signal = AbortSignal.any([this.signal, AbortSignal.timeout(this.#settings.timeoutMs)]);
      const response = await this.#exchange(target, rawBody, signal);
      await response.arrayBuffer();
      return { at, status: response.status };
    } catch (error) {
      return { at, error: describeFailure(error) };
    }
  }

  async #exchange(target: string | WebhookFunction, rawBody: string, signal: AbortSignal): Promise<Response> {
    const { appSecret } = this.#settings;
    const headers = {
      "content-type": "application/json",
      "user-agent": "facebookexternalua",
      "x-hub-signature-256": await signPayload({ rawBody, appSecret }),
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
  const answer = response === undefined ? "could not be reached" : `answered ${response.status}`;
  const message = `The webhook could not be verified: it ${answer}. If hub.verify_token is right, it must answer 200 with only the value of hub.challenge.`;
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
