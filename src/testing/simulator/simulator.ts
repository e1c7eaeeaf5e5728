import { ConfigurationError } from "../../errors.ts";
import { once } from "../../utils/once.ts";
import { snapshot as copy } from "../../utils/snapshot.ts";
import {
  type AccessToken,
  type AccessTokenFacts,
  findToken,
  type InvalidTokenReason,
} from "./access-tokens.ts";
import { Business } from "./business.ts";
import { checkOptions } from "./check-options.ts";
import type { Customer } from "./customers.ts";
import { type EmbeddedSignupFacts, type EmbeddedSignupResult, signUp } from "./embedded-signup.ts";
import type { WebhookFunction } from "./exchange.ts";
import { Api } from "./http/api.ts";
import type { Failure, FailureFunction, FailureHandle } from "./http/failures.ts";
import { inMemoryFetch } from "./http/fetch.ts";
import type { RequestRecord } from "./http/request-record.ts";
import { type SimulatorServer, type Site, startServer } from "./http/server.ts";
import type { SimulatorOptions } from "./options.ts";
import type { LedgerEntry, PhoneNumber, PhoneNumberFacts } from "./records.ts";
import { SimulatorClock } from "./simulator-clock.ts";
import { openState } from "./snapshot/open.ts";
import { restoreSnapshot, resume, type SimulatorSnapshot, takeSnapshot } from "./snapshot/snapshot.ts";
import { createState } from "./sow.ts";
import type { Held, State } from "./state.ts";
import { TemplateReviewer } from "./templates/reviewer.ts";
import { returnThread } from "./threads.ts";
import type { UserFacts } from "./user-facts.ts";
import { verifyWebhook } from "./verification.ts";
import { VirtualUser } from "./virtual-user.ts";
import { resolveFaults, type WebhookFaults } from "./webhook-faults.ts";
import type { SimulatedWebhook } from "./webhooks.ts";

/** Options that connect a client to a simulator. Pass them to `new WhatsAppClient(…)`. */
export interface SimulatorClientOptions {
  /** The first access token, which has all permissions. */
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
  /** The simulator's time: `simulator.clock.advance({ hours: 25 })` moves it ahead. */
  readonly clock: SimulatorClock;
  readonly #options: SimulatorOptions;
  readonly #held: Held;
  readonly #api: Api;
  readonly #users = new Map<Customer, VirtualUser>();
  #server: SimulatorServer | undefined;
  #closing = new AbortController();

  constructor(options: SimulatorOptions = {}) {
    const kept = copy({ ...options });
    checkOptions(kept);
    const held = openState(kept);
    super(held);
    this.#options = kept;
    this.#held = held;
    this.#api = new Api(held);
    this.clock = new SimulatorClock(held);
    this.fetch = inMemoryFetch(this.#api, () => this.#closing.signal);
  }

  get #state(): State {
    return this.#held.state;
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

  /** The first access token, which has all permissions. Set another to test how a client renews its token. */
  get accessToken(): string {
    return this.#state.accessToken;
  }

  /** Replaces the token: the previous one is no longer accepted. */
  set accessToken(token: string) {
    this.#state.tokens.delete(this.#state.accessToken);
    this.#state.accessToken = token;
  }

  /**
   * Adds an access token: with fewer permissions, for some accounts, or one that expires. The token of an earlier one
   * changes that one; `simulator.accessToken`, too.
   *
   * @example
   * const { token } = simulator.addAccessToken({ scopes: ["whatsapp_business_messaging"], expiresIn: { hours: 1 } });
   */
  addAccessToken(facts: AccessTokenFacts = {}): AccessToken {
    return this.#state.addToken(facts);
  }

  /**
   * Makes a token invalid: from now on it is refused with code 190 and the subcode of the reason.
   *
   * @throws `ConfigurationError` if the simulator does not know the token.
   */
  invalidateAccessToken(token: string, reason: InvalidTokenReason = "logged-out"): void {
    const found = findToken(this.#state, token);
    if (found !== undefined) return void this.#state.tokens.set(token, { ...found, invalidated: reason });
    const message = "The simulator does not know this token. Add it with `addAccessToken`.";
    throw new ConfigurationError(message, [{ path: "token", message }]);
  }

  /**
   * A business goes through the popup of Embedded Signup: what the popup then tells the page. Adds its account, and its
   * number, which is not registered.
   *
   * @example
   * const { code, message } = simulator.embeddedSignup({ verifiedName: "Lucky Shrub" });
   * const customer = await whatsapp.onboarding.complete({ code, businessAccountId: message.data.waba_id, pin: "482913" });
   */
  embeddedSignup(facts: EmbeddedSignupFacts = {}): EmbeddedSignupResult {
    return signUp(this.#state, facts);
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
  get webhooks(): readonly SimulatedWebhook[] {
    return this.#state.outbox.webhooks;
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
   * The endpoint of your Flows: a URL, or a function in the same process. `undefined`: the `endpoint_uri` of each Flow,
   * which may be on the internet.
   *
   * @example
   * simulator.flowEndpoint = fetchFlow({ privateKey, appSecret: simulator.webhookOptions.appSecret, on });
   */
  get flowEndpoint(): string | WebhookFunction | undefined {
    return this.#state.flowEndpoint;
  }

  /** Asks another endpoint from now on. */
  set flowEndpoint(endpoint: string | WebhookFunction | undefined) {
    this.#state.flowEndpoint = endpoint;
  }

  /** What goes wrong with webhooks on the way. */
  get webhookFaults(): WebhookFaults {
    return this.#state.outbox.faults;
  }

  /**
   * Applies to later webhooks. `{}` ends all faults.
   *
   * @throws `ConfigurationError` if a number is not an integer of 1 or more.
   * @example
   * simulator.webhookFaults = { copies: 2, shuffleWithin: 10 };
   */
  set webhookFaults(faults: WebhookFaults) {
    this.#state.outbox.faults = resolveFaults(faults);
  }

  /**
   * Verifies a webhook with a `hub.challenge`, as Meta does, and from then on posts webhooks to it.
   *
   * @throws `ConfigurationError` if the challenge is not returned. The webhook then stays unchanged.
   */
  async subscribe(webhook: string | WebhookFunction): Promise<void> {
    await verifyWebhook(webhook, this.#state.settings.verifyToken);
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
   * Returns a business number: what it sent and received, its templates, requests and webhooks.
   *
   * @param phoneNumberId Default: the first number.
   * @throws `ConfigurationError` if the simulator has no such number.
   */
  business(phoneNumberId?: string): Business {
    return new Business(this.#state, this.#state.number(phoneNumberId), () => this.requests);
  }

  /**
   * Adds a business number that can send.
   *
   * @throws `ConfigurationError` if the simulator has no such account.
   * @example
   * simulator.addPhoneNumber("111", { isRegistered: false, fields: { quality_rating: "YELLOW" } });
   */
  addPhoneNumber(id: string, facts: PhoneNumberFacts = {}): PhoneNumber {
    return this.#state.addNumber(id, facts);
  }

  /** All business numbers, with what calls changed about them. */
  get phoneNumbers(): readonly PhoneNumber[] {
    return [...this.#state.numbers.values()];
  }

  /**
   * Adds a WhatsApp business account of the same business, with the two templates that every account starts with.
   *
   * @param facts.fields Fields of its node, under Meta's names, where they differ: `{ name: "Second Shop" }`.
   */
  addBusinessAccount(id: string, facts: { fields?: Record<string, unknown> } = {}): void {
    this.#state.addAccount(id, facts.fields);
  }

  /**
   * Another responder passes the thread of a customer back to the app, which gets the webhook `messaging_handovers`.
   *
   * @param address phone number or business-scoped id of the customer.
   * @throws `WhatsAppError` if the thread is the app's.
   */
  passThread(address: string, options: { metadata?: string; phoneNumberId?: string } = {}): Promise<void> {
    const number = this.#state.number(options.phoneNumberId);
    return returnThread(this.#state, { number, customer: this.#state.customers.get(address) }, options);
  }

  /**
   * Makes the next calls fail: with Meta's error codes, responses of a proxy, or lost and hanging connections.
   *
   * Failures apply in the order they were added, each to `times` calls, and only to those of a `phoneNumberId` or `path`
   * and those that `match`; with `every`, to each n-th of them. `delayMs` makes the answer late, and `usage` adds usage
   * headers: both also without a failure. A function is called for every request. With `after-read`, `cut-body` and `accepted`, the request takes effect first: the message
   * is in the ledger, but the client cannot know.
   *
   * @example
   * simulator.fail({ code: 130429, times: 2 });
   * simulator.fail({ reset: "after-read" });
   * simulator.fail({ code: 131016, path: "messages", every: 3 });
   * simulator.fail({ delayMs: 2000, usage: 95 }); // succeeds, late
   * simulator.fail((request) => (random() < 0.1 ? { code: 131016 } : undefined));
   */
  fail(failure: Failure | FailureFunction): FailureHandle {
    return this.#api.failures.add(failure);
  }

  /** Cancels all failures. */
  recover(): void {
    this.#api.failures.clear();
  }

  /** Posts a webhook again, as Meta does if it missed the response. Resolves after the first attempt. */
  async redeliver(webhook: SimulatedWebhook): Promise<void> {
    await this.#state.outbox.redeliver(webhook);
  }

  /**
   * Empties the simulator: it is then as {@link createSimulator} made it, with the same options and seed. Gone are customers with
   * their windows and chats, messages, requests, webhooks (those that wait are dropped), templates, media, uploads, QR
   * codes, added numbers and accounts, failures, limits that were used up, a replaced access token, and the time that was
   * skipped. Customers are new ones: call {@link Simulator.user} again.
   *
   * These stay: the options, the server with its URL, where webhooks are posted to, and the endpoint of Flows.
   *
   * It is empty at once; the promise resolves when work that was in progress has ended.
   *
   * @example
   * afterEach(() => simulator.reset());
   */
  async reset(): Promise<void> {
    const state = createState(this.#options, this.#held.save);
    state.outbox.target = this.#state.outbox.target;
    state.flowEndpoint = this.#state.flowEndpoint;
    await this.#replace(state);
  }

  async #replace(state: State): Promise<void> {
    const before = this.#state;
    state.succeed(before);
    this.#held.state = state;
    this.#users.clear();
    this.#api.clear();
    resume(state);
    await Promise.all([before.end(), this.save()]);
  }

  /** Resolves when everything so far is in the {@link SimulatorOptions.stateFile}; at once without one. */
  async save(): Promise<void> {
    await this.#held.save?.();
  }

  /**
   * Everything that the simulator remembers, as plain JSON: customers with their windows and chats, messages, webhooks,
   * templates, media, uploads, tokens, numbers, accounts, groups, QR codes, limits that were used up, and its time. Not
   * the requests, failures to come, and options other than ids and secrets.
   *
   * @example
   * await writeFile("simulator.json", JSON.stringify(simulator.snapshot()));
   */
  snapshot(): SimulatorSnapshot {
    return takeSnapshot(this.#state);
  }

  /**
   * Remembers what another simulator remembered, of this process or another, instead of its own. What was in progress
   * goes on: statuses, redeliveries, reviews. A webhook whose response had not arrived is posted again. Customers are
   * new ones: call {@link Simulator.user} again.
   *
   * These stay: options other than ids and secrets, the server with its URL, and where webhooks are posted to and Flows
   * ask, if that is set.
   *
   * It is restored at once; the promise resolves when work that was in progress before has ended.
   *
   * @throws `ConfigurationError` if it is not a snapshot, or is one of a newer version. The simulator then stays as it is.
   * @example
   * await simulator.restore(JSON.parse(await readFile("simulator.json", "utf8")));
   */
  async restore(snapshot: SimulatorSnapshot): Promise<void> {
    const state = restoreSnapshot(snapshot, this.#options, this.#held.save);
    state.outbox.target = this.#state.outbox.target ?? state.outbox.target;
    state.flowEndpoint = this.#state.flowEndpoint ?? state.flowEndpoint;
    await this.#replace(state);
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
    try {
      await this.save(); // webhooks that wait now go on after a restart
    } finally {
      await this.#state.outbox.close();
      await this.#held.release?.();
    }
  }
}

/**
 * Creates a local Cloud API. It needs no Meta account and, until it listens, no network.
 *
 * @example
 * const simulator = createSimulator();
 * const whatsapp = new WhatsAppClient(simulator.clientOptions);
 * const ana = simulator.user("+5511987654321", { name: "Ana" });
 * await ana.sends("hi"); // opens the 24-hour window
 * await whatsapp.messages.sendText({ to: "+5511987654321", body: "Hello" });
 * ana.inbox.at(-1)?.text; // "Hello"
 */
export const createSimulator = (options: SimulatorOptions = {}): Simulator => new Simulator(options);
