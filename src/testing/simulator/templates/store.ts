import type { Json } from "../../../utils/json.ts";
import { day, hour } from "../clock.ts";
import type { StoredTemplate } from "./stored-template.ts";

/** The data of a new template. */
export type NewTemplate = Pick<
  StoredTemplate,
  "name" | "language" | "category" | "status" | "parameterFormat" | "components" | "optionalFields"
> &
  Partial<Pick<StoredTemplate, "previousCategory" | "bodyTypes" | "source" | "quality">>;

/** The dependencies of a store. */
interface StoreSettings {
  businessAccountId: string;
  now: () => number;
  /** Returns an id that no template of any account has. */
  nextId: () => string;
}

/** The templates of an account. */
export class TemplateStore {
  /** By id, oldest first. */
  readonly templates = new Map<string, StoredTemplate>();
  /** Names of deleted templates, and when they are unlocked. */
  readonly locked = new Map<string, number>();
  /** When calls created templates. */
  creations: number[] = [];
  readonly #settings: StoreSettings;

  constructor(settings: StoreSettings) {
    this.#settings = settings;
  }

  /** Adds the templates that every account starts with. */
  preload(): void {
    for (const template of preloaded) this.add(template);
  }

  get(id: string): StoredTemplate | undefined {
    return this.templates.get(id);
  }

  /** Newest first. */
  all(): StoredTemplate[] {
    return [...this.templates.values()].reverse();
  }

  named(name: string): StoredTemplate[] {
    return this.all().filter((template) => template.name === name);
  }

  find(name: string, language: string): StoredTemplate | undefined {
    return this.named(name).find((template) => template.language === language);
  }

  isLocked(name: string): boolean {
    return (this.locked.get(name) ?? 0) > this.#settings.now();
  }

  /** Milliseconds until another template can be created; 0 if fewer than 100 were created in the last hour. */
  waitToCreate(): number {
    const now = this.#settings.now();
    this.creations = this.creations.filter((at) => at > now - hour);
    const [first = now] = this.creations;
    return this.creations.length < mostCreations ? 0 : first + hour - now;
  }

  /** Adds a template that a call creates. */
  create(facts: NewTemplate): StoredTemplate {
    this.creations.push(this.#settings.now());
    return this.add(facts);
  }

  add(facts: NewTemplate): StoredTemplate {
    const { businessAccountId, nextId } = this.#settings;
    const now = this.#settings.now();
    const template: StoredTemplate = {
      id: nextId(),
      businessAccountId,
      previousCategory: undefined,
      nextCategory: undefined,
      rejectedReason: "NONE",
      bodyTypes: undefined,
      source: "manual",
      quality: { score: "UNKNOWN", at: now, reasons: [] },
      edits: [],
      priceEdits: [],
      pauses: 0,
      pause: undefined,
      archive: undefined,
      reviewAt: undefined,
      createdAt: now,
      updatedAt: now,
      usedAt: now,
      ...facts,
    };
    this.templates.set(template.id, template);
    return template;
  }

  remove(template: StoredTemplate): void {
    this.templates.delete(template.id);
  }

  /** Locks the name of a deleted template for 30 days. */
  lock(name: string): void {
    this.locked.set(name, this.#settings.now() + 30 * day);
  }
}

/** In an hour. */
const mostCreations = 100;

const none: Json = {};

/** Templates that every account starts with. */
const preloaded: readonly NewTemplate[] = [
  {
    name: "hello_world",
    language: "en_US",
    category: "UTILITY",
    status: "APPROVED",
    parameterFormat: "POSITIONAL",
    optionalFields: none,
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
    optionalFields: none,
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
