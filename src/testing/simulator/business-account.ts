import type { SimulatorSettings } from "./options.ts";
import { TemplateLifecycle } from "./template-lifecycle.ts";
import { TemplateStore } from "./templates.ts";
import type { Outbox } from "./webhooks.ts";

/** What an account needs from outside. */
interface AccountFacts {
  id: string;
  settings: SimulatorSettings;
  outbox: Outbox;
  nextTemplateId: () => string;
}

/** A WhatsApp business account: its templates, and what is done to them. */
export class BusinessAccount {
  readonly id: string;
  readonly templates: TemplateStore;
  readonly lifecycle: TemplateLifecycle;
  /** The category that the review takes templates of a name for, whatever they were created as. */
  readonly judgements = new Map<string, string>();
  areInsightsEnabled = false;

  constructor({ id, settings, outbox, nextTemplateId }: AccountFacts) {
    this.id = id;
    this.templates = new TemplateStore({
      businessAccountId: id,
      now: settings.clock.now,
      nextId: nextTemplateId,
    });
    this.lifecycle = new TemplateLifecycle(settings, this.templates, outbox);
  }
}
