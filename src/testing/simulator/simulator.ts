import { ConfigurationError } from "../../errors.ts";
import { defaults } from "../defaults.ts";
import { nextTurn } from "./clock.ts";
import type { Customer, UserFacts } from "./customers.ts";
import { Api, type RequestRecord } from "./http/api.ts";
import type { Failure, FailureFunction, FailureHandle } from "./http/failures.ts";
import { inMemoryFetch } from "./http/fetch.ts";
import { type SimulatorServer, startServer } from "./http/server.ts";
import type { SimulatorOptions } from "./options.ts";
import type { LedgerEntry, PhoneNumber } from "./records.ts";
import { State } from "./state.ts";
import { TemplateReviewer } from "./templates/reviewer.ts";
import { VirtualUser } from "./virtual-user.ts";
import { type Delivery, subscribe, type WebhookFunction } from "./webhooks.ts";

/** What a client needs to talk to a simulator: spread it into `new WhatsAppClient(…)`. */
export interface SimulatorClientOptions {
  /** The only token that is accepted. */
  accessToken: string;
  /** The business number that sends. */
  phoneNumberId: string;
  /** The account whose templates there are. */
  businessAccountId: string;
  /** The app that takes resumable uploads. */
  appId: string;
  /** What `appsecret_proof` is made with. */
  appSecret: string;
  /** Where the server listens, once it does. */
  baseUrl?: string;
  /** Until then: calls without a network. */
  fetch?: typeof globalThis.fetch;
}

/**
 * A local Cloud API: it takes what Meta takes, refuses what Meta refuses with Meta's codes, keeps customers, their
 * 24-hour window, templates, media and limits, posts signed webhooks, and fails on command.
 *
 * Create one with {@link createSimulator}.
 */
export class Simulator extends TemplateReviewer {
  /** A `fetch` that asks this simulator, without a network. */
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
    this.#api = new Api(this.#state);
    this.fetch = inMemoryFetch(this.#api, () => this.#closing.signal);
  }

  /** Ready for a client: with `fetch`, or with the server's `baseUrl` once it listens. */
  get clientOptions(): SimulatorClientOptions {
    const { phoneNumberId, businessAccountId, appId, appSecret } = this.#state.settings;
    const { accessToken } = this.#state;
    const reach = this.#server === undefined ? { fetch: this.fetch } : { baseUrl: this.#server.url };
    return { accessToken, phoneNumberId, businessAccountId, appId, appSecret, ...reach };
  }

  /** Ready for a webhook handler. */
  get webhookOptions(): { appSecret: string; verifyToken: string } {
    const { appSecret, verifyToken } = this.#state.settings;
    return { appSecret, verifyToken };
  }

  /** The only token that is accepted; set another one to see how a client renews its own. */
  get accessToken(): string {
    return this.#state.accessToken;
  }

  /** From now on only this one is. */
  set accessToken(token: string) {
    this.#state.accessToken = token;
  }

  /** Every message that was accepted, in order, also those whose answer was lost. */
  get ledger(): readonly LedgerEntry[] {
    return this.#state.ledger;
  }

  /** Every request that was seen, in order: the last 10 000. */
  get requests(): readonly RequestRecord[] {
    return this.#api.requests;
  }

  /** Every webhook, in order, with its delivery attempts. */
  get deliveries(): readonly Delivery[] {
    return this.#state.outbox.deliveries;
  }

  /** Where webhooks are posted. Setting it asks no questions; {@link Simulator.subscribe} verifies the address first. */
  get webhookUrl(): string | undefined {
    const { target } = this.#state.outbox;
    return typeof target === "string" ? target : undefined;
  }

  /** From now on they go here; `undefined` for nowhere. */
  set webhookUrl(url: string | undefined) {
    this.#state.outbox.target = url;
  }

  /** Takes webhooks without a socket, such as the function a fetch adapter gives. */
  get webhook(): WebhookFunction | undefined {
    const { target } = this.#state.outbox;
    return typeof target === "function" ? target : undefined;
  }

  /** From now on they go here; `undefined` for nowhere. */
  set webhook(handler: WebhookFunction | undefined) {
    this.#state.outbox.target = handler;
  }

  /**
   * Verifies a webhook as Meta does, with a `hub.challenge`, and posts webhooks there from then on.
   *
   * @throws `ConfigurationError` when the challenge does not come back; the webhook stays as it was.
   */
  async subscribe(webhook: string | WebhookFunction): Promise<void> {
    await subscribe(webhook, this.#state.settings.verifyToken);
    this.#state.outbox.target = webhook;
  }

  /**
   * A customer, the same object whenever the same number or id is named.
   *
   * @param address phone number with country code, or business-scoped id.
   * @throws `ConfigurationError` when it is neither.
   */
  user(address: string, facts: UserFacts = {}): VirtualUser {
    const customer = this.#state.customers.get(address, facts);
    const user = this.#users.get(customer) ?? new VirtualUser(this.#state, customer);
    this.#users.set(customer, user);
    return user;
  }

  /**
   * Another business number that can send.
   *
   * @param facts.businessAccountId the account it belongs to. Default: the first one.
   * @throws `ConfigurationError` when the simulator has no such account.
   */
  addPhoneNumber(
    id: string,
    facts: { displayPhoneNumber?: string; verifiedName?: string; businessAccountId?: string } = {},
  ): PhoneNumber {
    const { displayPhoneNumber, verifiedName, businessAccountId } = facts;
    return this.#state.addNumber(id, displayPhoneNumber, verifiedName, businessAccountId);
  }

  /** Another WhatsApp business account of the same business, with the two templates that every account has. */
  addBusinessAccount(id: string): void {
    this.#state.addAccount(id);
  }

  /**
   * Lets the next calls fail: Meta's error codes, foreign answers, lost and hanging connections.
   *
   * Failures strike in the order they were asked for, each `times` times, any call or only those that `match`. A
   * function is asked for every call. With `after-read`, `cut-body` and `accepted`, the request takes effect first:
   * the message is on the ledger although the client cannot know.
   *
   * @example
   * simulator.fail({ code: 130429, times: 2 });
   * simulator.fail({ reset: "after-read" });
   * simulator.fail((request) => (random() < 0.1 ? { code: 131016 } : undefined));
   */
  fail(failure: Failure | FailureFunction): FailureHandle {
    return this.#api.failures.add(failure);
  }

  /** Takes all failures back. */
  recover(): void {
    this.#api.failures.clear();
  }

  /**
   * Moves the simulator's time ahead: customers' windows close, waits end, paused templates come back, unused ones are
   * archived. What that sets off is under way when this resolves; {@link Simulator.settled} waits for its end.
   *
   * @param milliseconds 0 or more.
   * @throws `ConfigurationError` when it is less: time does not run backwards.
   * @example
   * await simulator.advance(25 * 60 * 60 * 1000); // every customer's window is closed
   */
  async advance(milliseconds: number): Promise<void> {
    if (!(milliseconds >= 0)) {
      const message = "Time can only be moved ahead: give 0 or more milliseconds.";
      throw new ConfigurationError(message, [{ path: "milliseconds", message }]);
    }
    this.#state.settings.clock.advance(milliseconds);
    this.#state.passTime();
    await nextTurn();
  }

  /** Posts a webhook once more, as Meta does when it missed the answer. Resolves after the first attempt. */
  async redeliver(delivery: Delivery): Promise<void> {
    await this.#state.outbox.redeliver(delivery);
  }

  /** Resolves when nothing is under way any more: no status, no redelivery, no review. */
  async settled(): Promise<void> {
    await this.#state.outbox.settled();
  }

  /**
   * Serves the API over HTTP on 127.0.0.1. From then on `clientOptions` name its address.
   *
   * @param port 0 or nothing for any free port.
   * @throws `ConfigurationError` where the runtime has no `node:http`; Node's error when the port is taken.
   */
  async listen(port = 0): Promise<{ url: string; port: number }> {
    if (this.#server === undefined) {
      this.#closing = new AbortController();
      this.#server = await startServer(this.#api, port);
      this.#state.listeningAt = this.#server.url;
    }
    const { url, port: boundPort } = this.#server;
    return { url, port: boundPort };
  }

  /** Closes all connections, ends what hangs, and drops webhooks that still wait; the process can end. */
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
 * A local Cloud API that needs no Meta account and, until it listens, no network.
 *
 * @example
 * const simulator = createSimulator();
 * const whatsapp = new WhatsAppClient(simulator.clientOptions);
 * const ana = simulator.user("+5511987654321", { name: "Ana" });
 * await whatsapp.messages.sendText({ to: "+5511987654321", body: "Hello" });
 * ana.inbox.at(-1)?.text; // "Hello"
 */
export const createSimulator = (options: SimulatorOptions = {}): Simulator => new Simulator(options);
