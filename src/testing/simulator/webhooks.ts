import type { Clock } from "../../core/clock.ts";
import { signPayload } from "../../webhooks/signature.ts";
import {
  type WebhookChange,
  type WebhookEntry,
  type WebhookPayload,
  webhookBody,
  webhookEntry,
} from "../events.ts";
import { nextTurn, waitFor } from "./clock.ts";
import { describeFailure, postSigned, type WebhookFunction } from "./exchange.ts";
import type { Notices } from "./notices.ts";
import { Reception } from "./reception.ts";
import { Turns } from "./turns.ts";
import { resolveFaults } from "./webhook-faults.ts";

/** One attempt to deliver a webhook. */
export interface DeliveryAttempt {
  /** Milliseconds since the epoch. */
  at: number;
  /** HTTP status of the response; `undefined` if there was none. */
  status?: number;
  /** Why there was no response: an error code or name. */
  error?: string;
  /** What a webhook function said when it threw. */
  thrown?: string;
  /** The beginning of the response body. */
  body?: string;
  /** How long the app took, in milliseconds. */
  tookMs?: number;
}

/** A webhook and its delivery attempts. */
export interface SimulatedWebhook {
  /** When it was made: milliseconds since the epoch. */
  at: number;
  /** The payload, before it was serialized and signed. */
  payload: WebhookPayload;
  /** Where it is posted to, if the number or account has its own URL; `undefined` for the app's webhook. */
  url?: string;
  /** The posted body, with Meta's escapes. */
  rawBody: string;
  /** The `x-hub-signature-256` header, once it was posted. */
  signature?: string;
  /** The attempts, in order. */
  attempts: DeliveryAttempt[];
  /** `unsent`: no webhook is set, or the app is not subscribed. `abandoned`: all redeliveries failed. `dropped`: the simulator was closed. */
  state: "pending" | "delivered" | "abandoned" | "unsent" | "dropped";
}

/** Where a webhook goes. */
export interface Destination {
  /** Whether the app is subscribed to the account and the field. */
  isSubscribed: boolean;
  /** The number's or account's own URL; `undefined` for the app's webhook. */
  url: string | undefined;
}

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
  notices: Notices;
  /** Resolves when everything so far is in the state file; `undefined` without one. */
  save: (() => Promise<void>) | undefined;
  /** Finds where a change of an account goes; `undefined` for nowhere. */
  findDestination: (change: WebhookChange, businessAccountId: string) => Destination | undefined;
  /** Hears of each webhook, and of everything that happens to it. */
  note?: (webhook: SimulatedWebhook) => void;
}

/** How much of an app's answer is kept, in characters. */
const longestAnswer = 2000;

/**
 * How many webhooks are on the way at once. A connection for each of thousands would keep all of them waiting, until the
 * time that the app has is over.
 */
const mostAtOnce = 100;

/** Most updates that Meta puts into one request. */
const maxUpdates = 1000;

/** An event that waits for the next webhook. */
interface Waiting {
  entry: WebhookEntry;
  destination: Destination;
}

/** Posts webhooks, and repeats them until the app answers 200. */
export class Outbox {
  readonly webhooks: SimulatedWebhook[] = [];
  faults = resolveFaults();
  readonly reception: Reception;
  waiting: Waiting[] = [];
  readonly #settings: OutboxSettings;
  #target: string | WebhookFunction | undefined;
  readonly #pending = new Set<Promise<unknown>>();
  /** What to call once an event that waits has been posted. */
  readonly #done = new Map<Waiting, () => void>();
  readonly #turns = new Turns(mostAtOnce);
  #isFlushing = false;
  #closing = new AbortController();

  constructor(settings: OutboxSettings) {
    this.#settings = settings;
    this.reception = new Reception(settings.notices);
  }

  get target(): string | WebhookFunction | undefined {
    return this.#target;
  }

  set target(target: string | WebhookFunction | undefined) {
    this.#target = target;
  }

  /** Posts a change of an account, by default the first one. Resolves after the first attempt, even if it failed. */
  async post(change: WebhookChange, businessAccountId = this.#settings.businessAccountId): Promise<void> {
    const { clock, findDestination } = this.#settings;
    const entry = webhookEntry(businessAccountId, change, clock.now());
    const destination = findDestination(change, businessAccountId);
    if (destination === undefined) return;
    const copies = Array.from({ length: this.faults.copies }, () => this.#postOne(entry, destination));
    const isFree = this.#isShuffling && "statuses" in change.value;
    if (!isFree) await Promise.all(copies);
  }

  /** Posts a change after the response. */
  postLater(change: WebhookChange, businessAccountId?: string): void {
    this.track(this.post(change, businessAccountId));
  }

  get #isShuffling(): boolean {
    return this.faults.shuffleWithin > 1;
  }

  #postOne(entry: WebhookEntry, destination: Destination): Promise<void> {
    const waits = this.#settings.batch || this.#isShuffling;
    return waits ? this.#enqueue(entry, destination) : this.#deliver([entry], destination);
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
        this.#saveWhenQuiet();
      });
    this.#pending.add(tracked);
  }

  /** Keeps how webhooks ended, too. If that fails, the next call is told. */
  #saveWhenQuiet(): void {
    if (this.#pending.size > 0 || this.signal.aborted) return;
    this.#settings.save?.().catch(() => undefined);
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

  #enqueue(entry: WebhookEntry, destination: Destination): Promise<void> {
    const waiting = { entry, destination };
    const first = new Promise<void>((done) => this.#done.set(waiting, done));
    this.waiting.push(waiting);
    this.track(first);
    if (!this.#isFlushing) this.track(this.#flush());
    return first;
  }

  async #flush(): Promise<void> {
    this.#isFlushing = true;
    await nextTurn();
    while (this.waiting.length > 0) {
      const together = this.#takeBatch();
      await this.#deliver(mergeEntries(together.map(({ entry }) => entry)), together[0].destination);
      for (const one of together) this.#end(one);
    }
    this.#isFlushing = false;
  }

  #end(waiting: Waiting): void {
    this.#done.get(waiting)?.();
    this.#done.delete(waiting);
  }

  /** Takes one of those that wait, and in a batch, whatever waits for the same destination. */
  #takeBatch(): [Waiting, ...Waiting[]] {
    const { batch, clock } = this.#settings;
    const within = Math.min(this.faults.shuffleWithin, this.waiting.length);
    const [first] = this.waiting.splice(Math.floor(clock.random() * within), 1) as [Waiting];
    if (!batch) return [first];
    const others = this.waiting;
    const isTogether = ({ destination: { url, isSubscribed } }: Waiting) =>
      url === first.destination.url && isSubscribed === first.destination.isSubscribed;
    const together = new Set(others.filter(isTogether).slice(0, maxUpdates - 1));
    this.waiting = others.filter((one) => !together.has(one));
    return [first, ...together];
  }

  #deliver(entry: WebhookEntry[], { url, isSubscribed }: Destination): Promise<void> {
    const payload: WebhookPayload = { object: "whatsapp_business_account", entry };
    const rawBody = webhookBody(payload);
    const to = url === undefined ? {} : { url };
    const at = this.#settings.clock.now();
    const webhook: SimulatedWebhook = { at, payload, ...to, rawBody, attempts: [], state: "unsent" };
    this.webhooks.push(webhook);
    this.#settings.note?.(webhook);
    return isSubscribed ? this.#start(webhook) : Promise.resolve();
  }

  #start(delivery: SimulatedWebhook): Promise<void> {
    delivery.state = "pending";
    const first = this.#attempt(delivery);
    this.track(
      first.then(async (isDelivered) => {
        if (!isDelivered) await this.#repeat(delivery, this.#settings.redeliveryPausesMs);
      }),
    );
    return first.then(() => undefined);
  }

  /** Goes on with what was waiting when the state was saved. */
  resume(): void {
    if (this.waiting.length > 0) this.track(this.#flush());
    for (const webhook of this.webhooks)
      if (webhook.state === "pending") this.track(this.#resumeOne(webhook));
  }

  /** Makes the attempts that are left. The pause before the next one began with the last one. */
  async #resumeOne(webhook: SimulatedWebhook): Promise<void> {
    const { clock, redeliveryPausesMs: pauses } = this.#settings;
    const { attempts } = webhook;
    const made = attempts.length % (pauses.length + 1);
    await nextTurn();
    if (made === 0) {
      if (!(await this.#attempt(webhook))) await this.#repeat(webhook, pauses);
      return;
    }
    const [next = 0, ...later] = pauses.slice(made - 1);
    const elapsed = clock.now() - (attempts.at(-1)?.at ?? 0);
    await this.#repeat(webhook, [Math.max(0, next - elapsed), ...later]);
  }

  async #repeat(delivery: SimulatedWebhook, pauses: readonly number[]): Promise<void> {
    for (const milliseconds of pauses) {
      if (!(await waitFor(this.#settings.clock, milliseconds, this.signal))) break;
      if (await this.#attempt(delivery)) return;
    }
    delivery.state = this.signal.aborted ? "dropped" : "abandoned";
    this.#settings.note?.(delivery);
  }

  /** Makes one attempt. Returns whether the delivery is done. */
  async #attempt(delivery: SimulatedWebhook): Promise<boolean> {
    const target = delivery.url ?? this.target;
    if (target === undefined) {
      delivery.state = "unsent";
      this.#settings.note?.(delivery);
      return true;
    }
    const { save } = this.#settings;
    if (save !== undefined) await save(); // what leaves must not be undone by a crash
    const send = () => this.#send(target, delivery);
    const outcome = typeof target === "string" ? await this.#turns.take(send) : await send();
    delivery.attempts.push(outcome);
    if (!this.signal.aborted) this.reception.watch(target, outcome, this.webhooks);
    if (outcome.status === 200) delivery.state = "delivered";
    this.#settings.note?.(delivery);
    return outcome.status === 200;
  }

  async #send(target: string | WebhookFunction, delivery: SimulatedWebhook): Promise<DeliveryAttempt> {
    const { clock, appSecret, timeoutMs } = this.#settings;
    const at = clock.now();
    const startedAt = performance.now();
    const tookMs = () => performance.now() - startedAt;
    try {
      delivery.signature = await signPayload({ rawBody: delivery.rawBody, appSecret });
      this.signal.throwIfAborted();
      const signal = AbortSignal.any([this.signal, AbortSignal.timeout(timeoutMs)]);
      const { rawBody, signature } = delivery;
      const response = await postSigned(target, {
        rawBody,
        signature,
        url: "http://localhost/webhook",
        signal,
      });
      const body = (await response.text()).slice(0, longestAnswer);
      return { at, tookMs: tookMs(), status: response.status, ...(body === "" ? {} : { body }) };
    } catch (error) {
      return { at, tookMs: tookMs(), ...describeFailure(error, typeof target === "function") };
    }
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
