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
import { pause } from "./clock.ts";
import { traceId } from "./ids.ts";

/** One try to hand a webhook to the app. */
export interface DeliveryAttempt {
  /** Milliseconds since the epoch. */
  at: number;
  /** What the app answered; `undefined` when it did not. */
  status?: number;
  /** Why no answer came: an error code or name. */
  error?: string;
}

/** A webhook, and how delivering it went. */
export interface Delivery {
  /** What was posted, before it was serialised and signed. */
  payload: WebhookPayload;
  /** The body as posted, with Meta's escapes. */
  rawBody: string;
  /** Each try, in order; the first one at once. */
  attempts: DeliveryAttempt[];
  /** `unsent`: no webhook was set up. `abandoned`: every redelivery failed. `dropped`: the simulator was closed. */
  state: "pending" | "delivered" | "abandoned" | "unsent" | "dropped";
}

/** Takes webhooks without a socket. */
export type WebhookFunction = (request: Request) => Promise<Response> | Response;

/** How webhooks are posted. */
export interface OutboxSettings {
  clock: Clock;
  appSecret: string;
  businessAccountId: string;
  /** Milliseconds before each redelivery. */
  redeliveryPausesMs: readonly number[];
  /** How long the app may take to answer, in milliseconds. */
  timeoutMs: number;
  /** Whether what waits together travels together. */
  batch: boolean;
}

/** Meta puts no more updates into one request. */
const maxUpdates = 1000;

/** Posts webhooks, and posts them again until the app answers 200. */
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

  /** Resolves after the first attempt, whatever came of it. Comes from the first account unless another one is named. */
  post(change: WebhookChange, businessAccountId = this.#settings.businessAccountId): Promise<void> {
    const { batch, clock } = this.#settings;
    const entry = webhookEntry(businessAccountId, change, clock.now());
    return batch ? this.#enqueue(entry) : this.#deliver([entry]);
  }

  /** Posts a webhook once more, as Meta does when an answer was lost. */
  redeliver(delivery: Delivery): Promise<void> {
    return this.#start(delivery);
  }

  /** Work that `settled` waits for. Its failure is its own business. */
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

  /** Aborted when everything under way is to end. */
  get signal(): AbortSignal {
    return this.#closing.signal;
  }

  /** Ends pauses and attempts under way; resolves when nothing is left. */
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
    await new Promise((resolve) => setTimeout(resolve, 0));
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
    const delivery: Delivery = { payload, rawBody, attempts: [], state: "pending" };
    this.deliveries.push(delivery);
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
      if (!(await pause(clock, milliseconds, this.signal))) break;
      if (await this.#attempt(delivery)) return;
    }
    delivery.state = this.signal.aborted ? "dropped" : "abandoned";
  }

  /** Whether nothing is left to do. */
  async #attempt(delivery: Delivery): Promise<boolean> {
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

/** Neighbours of one account share an entry. */
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
