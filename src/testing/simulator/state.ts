import { ConfigurationError } from "../../errors.ts";
import type { Json } from "../../utils/json.ts";
import { Activity } from "./activity.ts";
import { BusinessAccount } from "./business-account.ts";
import { Customers } from "./customers.ts";
import { toExpiry } from "./expiry.ts";
import { createCounter } from "./ids.ts";
import { PairLimit, PermissionRequests, Throughput } from "./limits.ts";
import { MediaStore } from "./media.ts";
import { resolveSettings, type SimulatorOptions, type SimulatorSettings } from "./options.ts";
import type { LedgerEntry, NodeKind, PhoneNumber, SentMessage } from "./records.ts";
import { Pacing } from "./templates/pacing.ts";
import type { StoredTemplate } from "./templates/stored-template.ts";
import { UploadStore } from "./uploads.ts";
import { Outbox } from "./webhooks.ts";

/** Everything the simulated account holds. */
export class State {
  activity = new Activity();
  readonly settings: SimulatorSettings;
  readonly customers: Customers;
  readonly ledger: LedgerEntry[] = [];
  readonly sent = new Map<string, SentMessage>();
  readonly media: MediaStore;
  readonly uploads = new UploadStore();
  readonly outbox: Outbox;
  readonly throughput: Throughput;
  readonly pairs = new PairLimit();
  readonly pacing = new Pacing();
  readonly permissionRequests = new PermissionRequests();
  readonly numbers = new Map<string, PhoneNumber>();
  /** The prefilled messages of QR codes, by phone number id, then by code. */
  readonly qrCodes = new Map<string, Map<string, string>>();
  readonly accounts = new Map<string, BusinessAccount>();
  /** Flow JSON, by the id or the name of the Flow. */
  readonly flows = new Map<string, Json>();
  accessToken: string;
  /** URL of the server, while it listens. */
  listeningAt: string | undefined;
  readonly #nextNumber = createCounter(15_550_002_222n, 1n);
  readonly nextGroupId = createCounter(24_000_000_000_001n, 1n);
  /** Odd and beyond 2^53, so that parsing an id as a JSON number visibly changes it. */
  readonly #nextTemplateId = createCounter(14_076_806_767_299_001n, 2n);

  constructor(options: SimulatorOptions, accessToken: string) {
    const settings = resolveSettings(options);
    const { clock, appSecret, businessAccountId } = settings;
    this.settings = settings;
    this.accessToken = accessToken;
    this.customers = new Customers(settings);
    this.media = new MediaStore(clock);
    this.outbox = new Outbox({
      clock,
      appSecret,
      businessAccountId,
      redeliveryPausesMs: settings.redeliveryPausesMs,
      timeoutMs: settings.webhookTimeoutMs,
      batch: settings.batchWebhooks,
      note: (webhook) => this.activity.note({ kind: "webhook", webhook }),
    });
    this.outbox.target = options.webhook ?? options.webhookUrl;
    this.throughput = new Throughput(settings.throughput);
    this.addAccount(businessAccountId);
    this.addNumber(settings.phoneNumberId, settings.displayPhoneNumber);
  }

  readonly now = (): number => this.settings.clock.now();

  /** Origin of media URLs outside of a request, which would name the host. */
  get origin(): string {
    return this.listeningAt ?? "https://graph.facebook.com";
  }

  addNumber(
    id: string,
    displayPhoneNumber = this.#nextNumber(),
    verifiedName = "Test Business",
    businessAccountId = this.settings.businessAccountId,
  ): PhoneNumber {
    this.account(businessAccountId);
    const digits = displayPhoneNumber.replace(/\D/g, "");
    const number = { id, displayPhoneNumber: digits, verifiedName, businessAccountId };
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

  addAccount(id: string): BusinessAccount {
    const known = this.accounts.get(id);
    if (known !== undefined) return known;
    const { settings, outbox } = this;
    const nextTemplateId = this.#nextTemplateId;
    const isAwaited = (template: StoredTemplate) => this.#isAwaited(template);
    const account = new BusinessAccount({ id, settings, outbox, nextTemplateId, isAwaited });
    this.accounts.set(id, account);
    return account;
  }

  /** Finds a business account. Default: the first one. */
  account(id: string = this.settings.businessAccountId): BusinessAccount {
    const account = this.accounts.get(id);
    if (account !== undefined) return account;
    const message = "The simulator has no business account with this id. Add it with `addBusinessAccount`.";
    throw new ConfigurationError(message, [{ path: "businessAccountId", message }]);
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

  /** Whether a message made from the template still waits for a customer. */
  #isAwaited(template: StoredTemplate): boolean {
    return this.customers
      .all()
      .flatMap(({ missed = [] }) => missed.map((id) => this.sent.get(id)))
      .some((sent) => sent?.template === template && this.now() < toExpiry(sent));
  }

  /** Does everything that has become due. */
  passTime(): void {
    for (const { lifecycle } of this.accounts.values()) lifecycle.passTime();
  }

  findNodeKind(id: string): NodeKind | undefined {
    const { appId } = this.settings;
    if (this.numbers.has(id)) return "phone-number";
    if (this.accounts.has(id)) return "business-account";
    if (id === appId || id === "app") return "app";
    if (id === "message_template_library") return "template-library";
    if (id.startsWith("upload:")) return "upload";
    if (this.template(id) !== undefined) return "template";
    return this.media.get(id) === undefined ? undefined : "media";
  }
}
