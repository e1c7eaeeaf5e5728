import { ConfigurationError } from "../../errors.ts";
import { once } from "../../utils/once.ts";
import { defaults } from "../defaults.ts";
import { applySeed } from "./apply-seed.ts";
import { nextTurn } from "./clock.ts";
import type { Customer, UserFacts } from "./customers.ts";
import { Api } from "./http/api.ts";
import type { Failure, FailureFunction, FailureHandle } from "./http/failures.ts";
import { inMemoryFetch } from "./http/fetch.ts";
import type { RequestRecord } from "./http/request-record.ts";
import { type SimulatorServer, type Site, startServer } from "./http/server.ts";
import type { SimulatorOptions } from "./options.ts";
import type { LedgerEntry, PhoneNumber } from "./records.ts";
import { State } from "./state.ts";
import { TemplateReviewer } from "./templates/reviewer.ts";
import { VirtualUser } from "./virtual-user.ts";
import { type Delivery, subscribe, type WebhookFunction } from "./webhooks.ts";

/** Options that connect a client to a simulator. Pass them to `new WhatsAppClient(…)`. */
export interface SimulatorClientOptions {
  /** The only access token that is accepted. */
  accessToken: string;
  /** Id of the business number that sends. */
  phoneNumberId: string;
  /** Id of the account that holds the templates. */
  businessAccountId: string;
  /** Id of the app, which resumable uploads need. */
  appId: string;
  /** Secret that `appsecret_proof` is made with. */
  appSecret: string;
  /** URL of the server, once it listens. */
  baseUrl?: string;
  /** Until then: a `fetch` that needs no network. */
  fetch?: typeof globalThis.fetch;
}

/**
 * A local Cloud API. It accepts and refuses requests as Meta does, with Meta's error codes; simulates customers,
 * 24-hour windows, templates, media and rate limits; posts signed webhooks; and fails on demand.
 *
 * Create one with {@link createSimulator}.
 */
export class Simulator extends TemplateReviewer {
  /** A `fetch` that calls this simulator without a network. */
  readonly fetch: typeof globalThis.fetch;
  readonly #state: State;
  readonly #api: Api;
  readonly #users = new Map<Customer, VirtualUser>();
  #server: SimulatorServer | undefined;
  #closing = new AbortController();

  constructor(options: SimulatorOptions = {}) {
    const state = new State(options, options.accessToken ?? defaults.accessToken);
    super(state);
    this.#state = state;
    if (options.seed !== undefined) applySeed(state, options.seed);
    this.#api = new Api(this.#state);
    this.fetch = inMemoryFetch(this.#api, () => this.#closing.signal);
  }

  /** Options for a client: with `fetch`, or with the server's `baseUrl` once it listens. */
  get clientOptions(): SimulatorClientOptions {
    const { phoneNumberId, businessAccountId, appId, appSecret } = this.#state.settings;
    const { accessToken } = this.#state;
    const reach = this.#server === undefined ? { fetch: this.fetch } : { baseUrl: this.#server.url };
    return { accessToken, phoneNumberId, businessAccountId, appId, appSecret, ...reach };
  }

  /** Options for a webhook handler. */
  get webhookOptions(): { appSecret: string; verifyToken: string } {
    const { appSecret, verifyToken } = this.#state.settings;
    return { appSecret, verifyToken };
  }

  /** The only access token that is accepted. Set another to test how a client renews its token. */
  get accessToken(): string {
    return this.#state.accessToken;
  }

  /** Replaces the token: the previous one is no longer accepted. */
  set accessToken(token: string) {
    this.#state.accessToken = token;
  }

  /** All accepted messages, in order, including those whose response was lost. */
  get ledger(): readonly LedgerEntry[] {
    return this.#state.ledger;
  }

  /** The last 10,000 requests, in order. */
  get requests(): readonly RequestRecord[] {
    return this.#api.requests;
  }

  /** All webhooks, in order, with their delivery attempts. */
  get deliveries(): readonly Delivery[] {
    return this.#state.outbox.deliveries;
  }

  /** URL that webhooks are posted to; `undefined` for none. Setting it skips the verification that {@link Simulator.subscribe} does. */
  get webhookUrl(): string | undefined {
    const { target } = this.#state.outbox;
    return typeof target === "string" ? target : undefined;
  }

  /** Posts webhooks to another URL, or to none. */
  set webhookUrl(url: string | undefined) {
    this.#state.outbox.target = url;
  }

  /** Receives webhooks in the same process, for example the function of the fetch adapter; `undefined` for none. */
  get webhook(): WebhookFunction | undefined {
    const { target } = this.#state.outbox;
    return typeof target === "function" ? target : undefined;
  }

  /** Posts webhooks to another function, or to none. */
  set webhook(handler: WebhookFunction | undefined) {
    this.#state.outbox.target = handler;
  }

  /**
   * Verifies a webhook with a `hub.challenge`, as Meta does, and from then on posts webhooks to it.
   *
   * @throws `ConfigurationError` if the challenge is not returned. The webhook then stays unchanged.
   */
  async subscribe(webhook: string | WebhookFunction): Promise<void> {
    await subscribe(webhook, this.#state.settings.verifyToken);
    this.#state.outbox.target = webhook;
  }

  /**
   * Returns a customer: always the same object for the same number or id.
   *
   * @param address phone number with country code, or business-scoped id.
   * @throws `ConfigurationError` if it is neither.
   */
  user(address: string, facts: UserFacts = {}): VirtualUser {
    const customer = this.#state.customers.get(address, facts);
    const user = this.#users.get(customer) ?? new VirtualUser(this.#state, customer);
    this.#users.set(customer, user);
    return user;
  }

  /**
   * Adds a business number that can send.
   *
   * @param facts.businessAccountId the account it belongs to. Default: the first one.
   * @throws `ConfigurationError` if the simulator has no such account.
   */
  addPhoneNumber(
    id: string,
    facts: { displayPhoneNumber?: string; verifiedName?: string; businessAccountId?: string } = {},
  ): PhoneNumber {
    const { displayPhoneNumber, verifiedName, businessAccountId } = facts;
    return this.#state.addNumber(id, displayPhoneNumber, verifiedName, businessAccountId);
  }

  /** Adds a WhatsApp business account of the same business, with the two templates that every account starts with. */
  addBusinessAccount(id: string): void {
    this.#state.addAccount(id);
  }

  /**
   * Makes the next calls fail: with Meta's error codes, responses of a proxy, or lost and hanging connections.
   *
   * Failures apply in the order they were added, each to `times` calls, and only to calls that `match`. A function is
   * called for every request. With `after-read`, `cut-body` and `accepted`, the request takes effect first: the message
   * is in the ledger, but the client cannot know.
   *
   * @example
   * simulator.fail({ code: 130429, times: 2 });
   * simulator.fail({ reset: "after-read" });
   * simulator.fail((request) => (random() < 0.1 ? { code: 131016 } : undefined));
   */
  fail(failure: Failure | FailureFunction): FailureHandle {
    return this.#api.failures.add(failure);
  }

  /** Cancels all failures. */
  recover(): void {
    this.#api.failures.clear();
  }

  /**
   * Moves the simulator's clock ahead: windows close, delays end, paused templates resume, unused ones are archived.
   * Resolves once the resulting work has started; {@link Simulator.settled} waits until it is done.
   *
   * @param milliseconds 0 or more.
   * @throws `ConfigurationError` if it is negative.
   * @example
   * await simulator.advance(25 * 60 * 60 * 1000); // every customer's window is closed
   */
  async advance(milliseconds: number): Promise<void> {
    if (!(milliseconds >= 0)) {
      const message = "`milliseconds` must be 0 or more: time cannot run backwards.";
      throw new ConfigurationError(message, [{ path: "milliseconds", message }]);
    }
    this.#state.settings.clock.advance(milliseconds);
    this.#state.passTime();
    await nextTurn();
  }

  /** Posts a webhook again, as Meta does if it missed the response. Resolves after the first attempt. */
  async redeliver(delivery: Delivery): Promise<void> {
    await this.#state.outbox.redeliver(delivery);
  }

  /** Resolves when no status, redelivery or review is in progress. */
  async settled(): Promise<void> {
    await this.#state.outbox.settled();
  }

  /**
   * Serves the API over HTTP on 127.0.0.1. From then on, `clientOptions` contain its `baseUrl`.
   *
   * @param port Default 0: any free port.
   * @throws `ConfigurationError` if the runtime has no `node:http`, and Node's error if the port is in use.
   */
  async listen(port = 0): Promise<{ url: string; port: number }> {
    if (this.#server === undefined) {
      this.#closing = new AbortController();
      this.#server = await startServer(
        this.#api,
        port,
        once(() => this.#loadSite()),
      );
      this.#state.listeningAt = this.#server.url;
    }
    const { url, port: boundPort } = this.#server;
    return { url, port: boundPort };
  }

  /** For the chat page and the command. @internal */
  get state(): State {
    return this.#state;
  }

  /** The chat page is large, so it is loaded when a browser asks for it. */
  async #loadSite(): Promise<Site> {
    const { createSite } = await import("./page/site.ts");
    return createSite(this);
  }

  /** Closes all connections, ends hanging requests and drops waiting webhooks. The process can then exit. */
  async close(): Promise<void> {
    this.#closing.abort(new DOMException("The simulator was closed.", "AbortError"));
    const server = this.#server;
    this.#server = undefined;
    this.#state.listeningAt = undefined;
    await server?.close();
    await this.#state.outbox.close();
  }
}

/**
 * Creates a local Cloud API. It needs no Meta account and, until it listens, no network.
 *
 * @example
 * const simulator = createSimulator();
 * const whatsapp = new WhatsAppClient(simulator.clientOptions);
 * const ana = simulator.user("+5511987654321", { name: "Ana" });
 * await whatsapp.messages.sendText({ to: "+5511987654321", body: "Hello" });
 * ana.inbox.at(-1)?.text; // "Hello"
 */
export const createSimulator = (options: SimulatorOptions = {}): Simulator => new Simulator(options);
