import type { StoredFlow } from "./flows.ts";
import type { SimulatorSettings } from "./options.ts";
import type { AccountActivity } from "./records.ts";
import { TemplateLifecycle } from "./templates/lifecycle.ts";
import { TemplateStore } from "./templates/store.ts";
import type { StoredTemplate } from "./templates/stored-template.ts";
import type { Outbox } from "./webhooks.ts";

/** The dependencies of an account. */
interface AccountFacts {
  id: string;
  settings: SimulatorSettings;
  outbox: Outbox;
  templateIds: { take: () => string };
  /** Whether a message made from the template is still undelivered. */
  isAwaited: (template: StoredTemplate) => boolean;
}

/** Templates whose analytics are added up. */
interface TemplateGroup {
  id: string;
  name: string;
  description: string;
  /** Template ids. */
  templates: readonly string[];
}

/** A WhatsApp business account with its templates. */
export class BusinessAccount {
  readonly id: string;
  readonly templates: TemplateStore;
  readonly lifecycle: TemplateLifecycle;
  /** Category that the review gives to all templates of a name. */
  readonly reviewCategories = new Map<string, string>();
  readonly groups = new Map<string, TemplateGroup>();
  /** How customers pay, under Meta's names, by name. */
  readonly paymentConfigurations = new Map<string, Record<string, unknown>>();
  /** Whether the terms for forms in WhatsApp were accepted. */
  hasAcceptedSignupTerms = false;
  /** Its Flows, by id. */
  readonly flows = new Map<string, StoredFlow>();
  areInsightsEnabled = false;
  /** Fields of its node, under Meta's names, where they differ. */
  readonly fields: Record<string, unknown> = {};
  /** The tasks of each user with access, by user id. */
  users: Readonly<Record<string, readonly string[]>> = {};
  /** Ids of the catalogs that are connected with it. */
  catalogs: readonly string[] = [];
  /** What was done in it, oldest first. */
  readonly activities: AccountActivity[] = [];
  /** Whether the app gets the account's webhooks. */
  isSubscribed = true;
  /** URL that its webhooks are posted to, instead of the app's. */
  overrideCallbackUri: string | undefined;

  constructor({ id, settings, outbox, templateIds, isAwaited }: AccountFacts) {
    this.id = id;
    this.templates = new TemplateStore({
      businessAccountId: id,
      now: settings.clock.now,
      nextId: () => templateIds.take(),
    });
    this.lifecycle = new TemplateLifecycle({ settings, store: this.templates, outbox, isAwaited });
  }
}
