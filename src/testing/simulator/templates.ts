import { templateStatusUpdate } from "../events.ts";
import { counter } from "./ids.ts";
import type { Json } from "./json.ts";
import type { SimulatorSettings } from "./options.ts";
import type { StoredTemplate } from "./template-parts.ts";
import { pause } from "./waiting.ts";
import type { Outbox } from "./webhooks.ts";

const day = 24 * 60 * 60 * 1000;

/** What a template is made of when it enters the account. */
export type NewTemplate = Omit<StoredTemplate, "id" | "rejectedReason" | "edits" | "updatedAt">;

/** What an edit changes. */
export type TemplateEdit = Partial<
  Pick<StoredTemplate, "components" | "category" | "parameterFormat" | "more">
>;

/** The templates of an account, and their review. */
export class TemplateStore {
  readonly #settings: SimulatorSettings;
  readonly #outbox: Outbox;
  readonly #templates = new Map<string, StoredTemplate>();
  /** Names of deleted templates, and until when they stay locked. */
  readonly #locked = new Map<string, number>();
  /** Odd and beyond 2^53, so that an id read as a JSON number is visibly another one. */
  readonly #nextId = counter(14_076_806_767_299_001n, 2n);

  constructor(settings: SimulatorSettings, outbox: Outbox) {
    this.#settings = settings;
    this.#outbox = outbox;
    for (const template of preloaded) this.add(template);
  }

  get(id: string): StoredTemplate | undefined {
    return this.#templates.get(id);
  }

  /** Newest first. */
  all(): StoredTemplate[] {
    return [...this.#templates.values()].reverse();
  }

  named(name: string): StoredTemplate[] {
    return this.all().filter((template) => template.name === name);
  }

  find(name: string, language: string): StoredTemplate | undefined {
    return this.named(name).find((template) => template.language === language);
  }

  isLocked(name: string): boolean {
    return (this.#locked.get(name) ?? 0) > this.#settings.clock.now();
  }

  add(facts: NewTemplate): StoredTemplate {
    const updatedAt = this.#settings.clock.now();
    const template = { ...facts, id: this.#nextId(), rejectedReason: "NONE", edits: [], updatedAt };
    this.#templates.set(template.id, template);
    return template;
  }

  /** Lets the review of a template run its course. */
  review(template: StoredTemplate): void {
    const { reviewTemplatesAfterMs, clock } = this.#settings;
    if (reviewTemplatesAfterMs === false) return;
    const signal = this.#outbox.signal;
    this.#outbox.track(
      pause(clock, reviewTemplatesAfterMs, signal).then(async (isOver) => {
        if (isOver && template.status === "PENDING") await this.decide(template, "APPROVED");
      }),
    );
  }

  edit(template: StoredTemplate, edit: TemplateEdit): void {
    const now = this.#settings.clock.now();
    if (template.status === "APPROVED") template.edits.push(now);
    Object.assign(template, edit, { status: "PENDING", rejectedReason: "NONE", updatedAt: now });
    this.review(template);
  }

  /** Gives a template another status and tells the app. */
  async decide(template: StoredTemplate, status: string, reason = "NONE"): Promise<void> {
    template.status = status;
    template.rejectedReason = status === "REJECTED" ? reason : "NONE";
    await this.#announce(template, status, reason);
  }

  /** The name of one that was approved stays locked for 30 days. */
  delete(template: StoredTemplate): void {
    this.#templates.delete(template.id);
    if (template.status === "APPROVED") {
      this.#locked.set(template.name, this.#settings.clock.now() + 30 * day);
    }
    template.status = "DELETED";
    this.#outbox.track(this.#announce(template, "DELETED", null));
  }

  #announce(template: StoredTemplate, event: string, reason: string | null): Promise<void> {
    const rejection =
      event === "REJECTED" && reason === "INVALID_FORMAT" ? { rejection_info: rejectionInfo } : {};
    return this.#outbox.post(
      templateStatusUpdate({
        event,
        message_template_id: template.id,
        message_template_name: template.name,
        message_template_language: template.language.replace("_", "-"),
        message_template_category: template.category,
        reason,
        ...rejection,
      }),
    );
  }
}

const rejectionInfo: Json = {
  reason: "The template does not follow the format rules.",
  recommendation: "Compare its components with the documented ones.",
};

/** What every account starts with. */
const preloaded: readonly NewTemplate[] = [
  {
    name: "hello_world",
    language: "en_US",
    category: "UTILITY",
    status: "APPROVED",
    parameterFormat: "POSITIONAL",
    more: {},
    components: [
      { type: "HEADER", format: "TEXT", text: "Hello World" },
      {
        type: "BODY",
        text: "Welcome and congratulations!! This message demonstrates your ability to send a WhatsApp message notification.",
      },
      { type: "FOOTER", text: "WhatsApp Business Platform sample message" },
    ],
  },
  {
    name: "order_confirmation",
    language: "en_US",
    category: "UTILITY",
    status: "APPROVED",
    parameterFormat: "POSITIONAL",
    more: {},
    components: [
      { type: "HEADER", format: "TEXT", text: "Your Order is Confirmed!" },
      {
        type: "BODY",
        text: "Hi {{1}}, your order #{{2}} has been confirmed and will be delivered by {{3}}.",
        example: { body_text: [["John Doe", "12345", "Friday, Jan 15"]] },
      },
      { type: "FOOTER", text: "Reply STOP to unsubscribe" },
    ],
  },
];
