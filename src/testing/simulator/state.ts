import { ConfigurationError } from "../../errors.ts";
import { type Json, withoutUndefined } from "../../utils/json.ts";
import { defaults } from "../defaults.ts";
import { type AccessToken, type AccessTokenFacts, createToken } from "./access-tokens.ts";
import { Activity } from "./activity.ts";
import { BusinessAccount } from "./business-account.ts";
import { findDestination } from "./callbacks.ts";
import { type Customer, Customers } from "./customers.ts";
import type { WebhookFunction } from "./exchange.ts";
import { toExpiry } from "./expiry.ts";
import type { StoredFlow } from "./flows.ts";
import { Counter } from "./ids.ts";
import { PairLimit, PermissionRequests, Throughput } from "./limits.ts";
import { MediaStore } from "./media.ts";
import { Notices } from "./notices.ts";
import { resolveSettings, type SimulatorOptions, type SimulatorSettings } from "./options.ts";
import { renamePairs } from "./pairs.ts";
import { portfolio } from "./portfolio.ts";
import type {
  CallPermission,
  ClientPortfolio,
  Group,
  LedgerEntry,
  NodeKind,
  Payment,
  PhoneCall,
  PhoneNumber,
  PhoneNumberFacts,
  SentMessage,
  Signup,
  SignupCode,
  Thread,
  UnfinishedStatuses,
} from "./records.ts";
import { Pacing } from "./templates/pacing.ts";
import type { StoredTemplate } from "./templates/stored-template.ts";
import { UploadStore } from "./uploads.ts";
import { resolveFaults } from "./webhook-faults.ts";
import { Outbox } from "./webhooks.ts";

/** Holds the current state: `reset` puts another one in its place. */
export interface Held {
  state: State;
  /** Resolves when everything so far is in the state file; `undefined` without one. */
  save?: () => Promise<void>;
  /** Lets other simulators have the state file, until something is saved again. */
  release?: () => Promise<void>;
}

/**
 * Everything the simulated account holds. Its fields, and those of the objects in them, are what a snapshot saves: what
 * is not remembered is private.
 */
export class State {
  #activity = new Activity();
  readonly notices: Notices;
  readonly customers: Customers;
  readonly ledger: LedgerEntry[] = [];
  readonly sent = new Map<string, SentMessage>();
  /** The ids of all messages, in the order in which they were written: several can have the same timestamp. */
  readonly written: string[] = [];
  readonly media: MediaStore;
  readonly uploads = new UploadStore();
  readonly outbox: Outbox;
  readonly throughput: Throughput;
  readonly pairs = new PairLimit();
  readonly pacing = new Pacing();
  /** Service messages delivered free of charge, by phone number id and month. */
  readonly freeMessages = new Map<string, number>();
  readonly permissionRequests = new PermissionRequests();
  readonly numbers = new Map<string, PhoneNumber>();
  /** The prefilled messages of QR codes, by phone number id, then by code. */
  readonly qrCodes = new Map<string, Map<string, string>>();
  readonly accounts = new Map<string, BusinessAccount>();
  /** Flow JSON, by the id or the name of the Flow. */
  readonly flows = new Map<string, Json>();
  readonly groups = new Map<string, Group>();
  /** Phone calls, by id. */
  readonly calls = new Map<string, PhoneCall>();
  /** What customers permit, by number and business-scoped id. */
  readonly callPermissions = new Map<string, CallPermission>();
  /** Whose the threads are that are not the app's, by number and business-scoped id. */
  readonly threads = new Map<string, Thread>();
  readonly payments: Payment[] = [];
  readonly signups = new Map<string, Signup>();
  readonly signupIds = new Counter(31_000_000_000_001n, 1n);
  /** Codes of Embedded Signup that have not been exchanged. */
  readonly signupCodes = new Map<string, SignupCode>();
  /** Portfolios of businesses that signed up, by id. */
  readonly clientPortfolios = new Map<string, ClientPortfolio>();
  readonly accountIds = new Counter(102_290_129_350_001n, 3n);
  readonly portfolioIds = new Counter(2_729_063_490_590_001n, 3n);
  /** Webhook fields that the app chose; `undefined` for all. */
  subscribedFields: readonly string[] | undefined;
  accessToken: string;
  /** Further tokens, and what is different about the first one. */
  readonly tokens = new Map<string, AccessToken>();
  readonly startedAt: number;
  readonly unfinished = new Set<UnfinishedStatuses>();
  readonly displayNumbers = new Counter(15_550_002_222n, 1n);
  readonly phoneNumberIds = new Counter(106_540_352_250_001n, 3n);
  readonly flowIds = new Counter(660_077_008_801n, 1n);
  readonly templateGroupIds = new Counter(24_000_000_000_001n, 1n);
  /** Odd and beyond 2^53, so that parsing an id as a JSON number visibly changes it. */
  readonly templateIds = new Counter(14_076_806_767_299_001n, 2n);
  readonly #settings: SimulatorSettings;
  #listeningAt: string | undefined;
  #flowEndpoint: string | WebhookFunction | undefined;
  #isReplaced = false;

  constructor(options: SimulatorOptions, save?: Held["save"]) {
    const settings = resolveSettings(options);
    const { clock, appSecret, businessAccountId } = settings;
    this.#settings = settings;
    this.accessToken = options.accessToken ?? defaults.accessToken;
    this.notices = new Notices(settings.logger);
    this.startedAt = clock.now();
    this.customers = new Customers(settings);
    this.media = new MediaStore(clock);
    this.outbox = new Outbox({
      clock,
      appSecret,
      businessAccountId,
      redeliveryPausesMs: settings.redeliveryPausesMs,
      timeoutMs: settings.webhookTimeoutMs,
      batch: settings.batchWebhooks,
      notices: this.notices,
      save,
      findDestination: (change, accountId) => findDestination(this, change, accountId),
      note: (webhook) => this.activity.note({ kind: "webhook", webhook }),
    });
    this.outbox.faults = resolveFaults(options.webhookFaults);
    this.outbox.target = options.webhook ?? options.webhookUrl;
    this.flowEndpoint = options.flowEndpoint;
    this.throughput = new Throughput(settings.throughput);
    this.addAccount(businessAccountId);
    const { phoneNumberId, displayPhoneNumber } = settings;
    this.addNumber(phoneNumberId, { displayPhoneNumber });
  }

  /** Tells who watches. */
  get activity(): Activity {
    return this.#activity;
  }

  /** Takes the place of another state: keeps who watches, and where the simulator listens. */
  succeed(before: State): void {
    this.#activity = before.activity;
    this.listeningAt = before.listeningAt;
  }

  /** Drops what is waiting. What still comes of it goes nowhere. */
  async end(): Promise<void> {
    this.#isReplaced = true;
    this.outbox.target = undefined;
    await this.outbox.close();
  }

  /** Refuses customers from before a `reset` or `restore`, whose messages nobody would answer. */
  checkCurrent(): void {
    if (!this.#isReplaced) return;
    const message =
      "`simulator.reset()` or `restore` forgot this customer. Get a new one: `simulator.user(…)`.";
    throw new ConfigurationError(message, [{ path: "user", message }]);
  }

  get settings(): SimulatorSettings {
    return this.#settings;
  }

  /** URL of the server, while it listens. */
  get listeningAt(): string | undefined {
    return this.#listeningAt;
  }

  set listeningAt(url: string | undefined) {
    this.#listeningAt = url;
  }

  /** Where phones ask, instead of the endpoint of each Flow. */
  get flowEndpoint(): string | WebhookFunction | undefined {
    return this.#flowEndpoint;
  }

  set flowEndpoint(endpoint: string | WebhookFunction | undefined) {
    this.#flowEndpoint = endpoint;
  }

  now(): number {
    return this.#settings.clock.now();
  }

  /** Origin of media URLs outside of a request, which would name the host. */
  get origin(): string {
    return this.listeningAt ?? "https://graph.facebook.com";
  }

  addNumber(id: string, facts: PhoneNumberFacts = {}): PhoneNumber {
    const {
      displayPhoneNumber = this.displayNumbers.take(),
      verifiedName = "Test Business",
      businessAccountId = this.settings.businessAccountId,
      ...more
    } = facts;
    this.account(businessAccountId);
    const number: PhoneNumber = {
      id,
      displayPhoneNumber: displayPhoneNumber.replace(/\D/g, ""),
      verifiedName,
      businessAccountId,
      isRegistered: true,
      isVerified: true,
      registrations: [],
      deregistrations: [],
      profile: {},
      blocked: [],
      fields: {},
      ...withoutUndefined({ ...more }),
    };
    this.numbers.set(id, number);
    return number;
  }

  /** Finds a business number. Default: the first one. */
  number(id: string = this.settings.phoneNumberId): PhoneNumber {
    const number = this.numbers.get(id);
    if (number !== undefined) return number;
    const message = "The simulator has no business number with this id. Add it with `addPhoneNumber`.";
    throw new ConfigurationError(message, [{ path: "phoneNumberId", message }]);
  }

  /** The business numbers of an account, the oldest first. */
  listNumbers(businessAccountId: string): PhoneNumber[] {
    return [...this.numbers.values()].filter((number) => number.businessAccountId === businessAccountId);
  }

  /** Finds an account or adds it, and changes fields of its node. */
  addAccount(id: string, fields: Readonly<Record<string, unknown>> = {}): BusinessAccount {
    const account = this.accounts.get(id) ?? this.#addAccount(id);
    Object.assign(account.fields, fields);
    return account;
  }

  #addAccount(id: string): BusinessAccount {
    const account = this.createAccount(id);
    account.templates.preload();
    this.accounts.set(id, account);
    return account;
  }

  /** An account without templates, which is not in the state yet. */
  createAccount(id: string): BusinessAccount {
    const { settings, outbox, templateIds } = this;
    const isAwaited = (template: StoredTemplate) => this.#isAwaited(template);
    return new BusinessAccount({ id, settings, outbox, templateIds, isAwaited });
  }

  /** Finds a business account. Default: the first one. */
  account(id: string = this.settings.businessAccountId): BusinessAccount {
    const account = this.accounts.get(id);
    if (account !== undefined) return account;
    const message = "The simulator has no business account with this id. Add it with `addBusinessAccount`.";
    throw new ConfigurationError(message, [{ path: "businessAccountId", message }]);
  }

  /** Gives a customer another number and id, by which groups and block lists know them from now on. */
  changeNumber(customer: Customer, address: string): void {
    const { user_id: before } = customer;
    this.customers.changeNumber(customer, address);
    const toNew = (id: string) => (id === before ? customer.user_id : id);
    for (const number of this.numbers.values()) number.blocked = number.blocked.map(toNew);
    for (const group of this.groups.values()) {
      group.participants = group.participants.map(toNew);
      group.removed = group.removed.map(toNew);
      for (const request of group.joinRequests) request.userId = toNew(request.userId);
    }
    for (const call of this.calls.values()) call.userId = toNew(call.userId);
    renamePairs(this.callPermissions, before, customer.user_id);
    renamePairs(this.threads, before, customer.user_id);
  }

  addToken(facts: AccessTokenFacts): AccessToken {
    const token = createToken(facts, this.now());
    this.tokens.set(token.token, token);
    return token;
  }

  /** How many templates an account can hold. */
  get templateLimit(): number {
    return this.settings.isVerified ? 6000 : 250;
  }

  /** Finds a template in any account. */
  template(id: string): StoredTemplate | undefined {
    for (const { templates } of this.accounts.values()) {
      const template = templates.get(id);
      if (template !== undefined) return template;
    }
    return undefined;
  }

  /** Finds a Flow in any account. */
  flow(id: string): StoredFlow | undefined {
    for (const { flows } of this.accounts.values()) {
      const flow = flows.get(id);
      if (flow !== undefined) return flow;
    }
    return undefined;
  }

  /** Whether a message made from the template still waits for a customer. */
  #isAwaited(template: StoredTemplate): boolean {
    return this.customers
      .all()
      .flatMap(({ missed = [] }) => missed.map((id) => this.sent.get(id)))
      .some((sent) => sent?.template === template && this.now() < toExpiry(sent));
  }

  findNodeKind(id: string): NodeKind | undefined {
    const { appId } = this.settings;
    if (this.numbers.has(id)) return "phone-number";
    if (this.accounts.has(id)) return "business-account";
    if (this.groups.has(id)) return "group";
    if (this.signups.has(id)) return "signup";
    if (id === appId || id === "app") return "app";
    if (id === portfolio.id) return "portfolio";
    if (this.clientPortfolios.has(id)) return "client-portfolio";
    if (id === "oauth") return "oauth";
    if (id === "debug_token") return "debug-token";
    if (id === "message_template_library") return "template-library";
    if (id.startsWith("upload:")) return "upload";
    if (this.template(id) !== undefined) return "template";
    if (this.flow(id) !== undefined) return "flow";
    return this.media.get(id) === undefined ? undefined : "media";
  }
}
