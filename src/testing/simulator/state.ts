import { ConfigurationError } from "../../errors.ts";
import { BusinessAccount } from "./business-account.ts";
import { counter } from "./ids.ts";
import { PairLimit, PermissionRequests, Throughput } from "./limits.ts";
import { MediaStore } from "./media.ts";
import { resolveSettings, type SimulatorOptions, type SimulatorSettings } from "./options.ts";
import { Pacing } from "./templates/pacing.ts";
import type { StoredTemplate } from "./templates/parts.ts";
import { UploadStore } from "./uploads.ts";
import { Users } from "./users.ts";
import type { VirtualUser } from "./virtual-user.ts";
import { Outbox } from "./webhooks.ts";

/** A message that was accepted. */
export interface LedgerEntry {
  /** The wamid that was given out, also when the answer was lost. */
  id: string;
  /** Milliseconds since the epoch; never runs backwards on the default clock. */
  at: number;
  /** The business number that sent it. */
  phoneNumberId: string;
  /** Where it goes: `+` and digits, a business-scoped id, or a group id. A number sent without `+` shows up as Meta dials it. */
  to: string;
  /** Meta's name of the kind: `text`, `template`, … */
  type: string;
  /** The request body, as received. */
  body: Record<string, unknown>;
  /** Its `biz_opaque_callback_data`. */
  tag: string | undefined;
}

/** A business number. */
export interface PhoneNumber {
  /** Its id, which requests name. */
  id: string;
  /** Digits. */
  displayPhoneNumber: string;
  /** The name that customers see. */
  verifiedName: string;
  /** The account it belongs to. */
  businessAccountId: string;
}

/** Something that happened to a message. */
export interface Mark {
  /** A status, `replied`, `clicked` or `blocked`. */
  what: string;
  /** Milliseconds. */
  at: number;
  /** What was tapped. */
  button?: { type: string; text: string };
  /** Why the business was blocked. */
  reason?: string;
}

/** What later statuses of a message need to know. */
export interface SentMessage {
  entry: LedgerEntry;
  number: PhoneNumber;
  user: VirtualUser | undefined;
  groupId: string | undefined;
  /** Whether it was addressed by business-scoped id. */
  isToUserId: boolean;
  template: StoredTemplate | undefined;
  /** Whether it was held when it was sent. */
  isHeld: boolean;
  /** What Direct Send made a template of. */
  generated: StoredTemplate | undefined;
  /** In order. */
  marks: Mark[];
  /** Pricing category. */
  category: string;
  isFree: boolean;
}

/** The nouns an id can stand for. */
export type NodeKind =
  | "phone-number"
  | "business-account"
  | "app"
  | "template"
  | "media"
  | "upload"
  | "template-library";

/** Everything the simulated account holds. */
export class State {
  readonly settings: SimulatorSettings;
  readonly users = new Users(this);
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
  /** What QR codes fill in: by the id of the number, then by code. */
  readonly qrCodes = new Map<string, Map<string, string>>();
  readonly accounts = new Map<string, BusinessAccount>();
  accessToken: string;
  /** Where the server listens, if it does. */
  listeningAt: string | undefined;
  readonly #nextNumber = counter(15_550_002_222n, 1n);
  readonly nextGroupId = counter(24_000_000_000_001n, 1n);
  /** Odd and beyond 2^53, so that an id read as a JSON number is visibly another one. */
  readonly #nextTemplateId = counter(14_076_806_767_299_001n, 2n);

  constructor(options: SimulatorOptions, accessToken: string) {
    const settings = resolveSettings(options);
    const { clock, appSecret, businessAccountId } = settings;
    this.settings = settings;
    this.accessToken = accessToken;
    this.media = new MediaStore(clock);
    this.outbox = new Outbox({
      clock,
      appSecret,
      businessAccountId,
      redeliveryPausesMs: settings.redeliveryPausesMs,
      timeoutMs: settings.webhookTimeoutMs,
      batch: settings.batchWebhooks,
    });
    this.outbox.target = options.webhook ?? options.webhookUrl;
    this.throughput = new Throughput(settings.throughput);
    this.addAccount(businessAccountId);
    this.addNumber(settings.phoneNumberId, settings.displayPhoneNumber);
  }

  readonly now = (): number => this.settings.clock.now();

  /** Where media is fetched from when no request says under which address the simulator is known. */
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

  /** A business number by its id; the first one without. */
  number(id: string = this.settings.phoneNumberId): PhoneNumber {
    const number = this.numbers.get(id);
    if (number !== undefined) return number;
    const message = "No business number of this simulator has this id: add it with `addPhoneNumber`.";
    throw new ConfigurationError(message, [{ path: "phoneNumberId", message }]);
  }

  addAccount(id: string): BusinessAccount {
    const known = this.accounts.get(id);
    if (known !== undefined) return known;
    const { settings, outbox } = this;
    const nextTemplateId = this.#nextTemplateId;
    const isAwaited = (template: StoredTemplate) => this.users.isAwaiting(template);
    const account = new BusinessAccount({ id, settings, outbox, nextTemplateId, isAwaited });
    this.accounts.set(id, account);
    return account;
  }

  /** A business account by its id; the first one without. */
  account(id: string = this.settings.businessAccountId): BusinessAccount {
    const account = this.accounts.get(id);
    if (account !== undefined) return account;
    const message = "No business account of this simulator has this id: add it with `addBusinessAccount`.";
    throw new ConfigurationError(message, [{ path: "businessAccountId", message }]);
  }

  /** How many templates an account can hold. */
  get templateLimit(): number {
    return this.settings.isVerified ? 6000 : 250;
  }

  /** A template by its id, whichever account holds it. */
  template(id: string): StoredTemplate | undefined {
    for (const { templates } of this.accounts.values()) {
      const template = templates.get(id);
      if (template !== undefined) return template;
    }
    return undefined;
  }

  /** Does what has come due since the last call. */
  passTime(): void {
    for (const { lifecycle } of this.accounts.values()) lifecycle.passTime();
  }

  kindOf(id: string): NodeKind | undefined {
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
