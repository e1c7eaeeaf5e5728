import type { WebhookChange } from "../../events.ts";
import { day, hour, nextTurn, toSeconds, waitFor } from "../clock.ts";
import type { SimulatorSettings } from "../options.ts";
import type { Outbox } from "../webhooks.ts";
import { judge, type Rejection } from "./review.ts";
import type { TemplateStore } from "./store.ts";
import type { StoredTemplate } from "./stored-template.ts";
import {
  categoryChange,
  categoryNotice,
  componentsChange,
  qualityChange,
  type StatusDetails,
  statusChange,
} from "./webhooks.ts";

/** The changes of an edit. */
export type TemplateEdit = Partial<
  Pick<StoredTemplate, "components" | "category" | "previousCategory" | "parameterFormat" | "optionalFields">
>;

/** The dependencies of a lifecycle. */
interface LifecycleFacts {
  settings: SimulatorSettings;
  store: TemplateStore;
  outbox: Outbox;
  /** Whether a message made from the template is still undelivered. */
  isAwaited: (template: StoredTemplate) => boolean;
}

/** Changes templates as WhatsApp and time do, and posts a webhook for each change. */
export class TemplateLifecycle {
  readonly #settings: SimulatorSettings;
  readonly #store: TemplateStore;
  readonly #outbox: Outbox;
  readonly #isAwaited: LifecycleFacts["isAwaited"];

  constructor({ settings, store, outbox, isAwaited }: LifecycleFacts) {
    this.#settings = settings;
    this.#store = store;
    this.#outbox = outbox;
    this.#isAwaited = isAwaited;
  }

  /** Starts the review of a template: it ends when its time has come, or with the first call after that. */
  review(template: StoredTemplate): void {
    const { reviewTemplatesAfterMs } = this.#settings;
    if (reviewTemplatesAfterMs === false) return;
    template.reviewAt = this.#now + reviewTemplatesAfterMs;
    this.#awaitReview(template, reviewTemplatesAfterMs);
  }

  /** Goes on with reviews that were in progress when the state was saved. */
  resume(): void {
    for (const template of this.#store.all()) {
      const { reviewAt } = template;
      if (reviewAt !== undefined) this.#awaitReview(template, Math.max(0, reviewAt - this.#now));
    }
  }

  #awaitReview(template: StoredTemplate, milliseconds: number): void {
    const { signal } = this.#outbox;
    const isTime = milliseconds === 0 ? nextTurn() : waitFor(this.#settings.clock, milliseconds, signal);
    this.#outbox.track(isTime.then(async () => this.#endReview(template)));
  }

  async #endReview(template: StoredTemplate): Promise<void> {
    if (!this.#isReviewOver(template)) return;
    const rejection = judge(template, this.#settings.strictReview ? this.#store.all() : []);
    await (rejection === undefined ? this.approve(template) : this.reject(template, rejection));
  }

  #isReviewOver({ status, reviewAt = Number.POSITIVE_INFINITY }: StoredTemplate): boolean {
    return status === "PENDING" && reviewAt <= this.#now && !this.#outbox.signal.aborted;
  }

  edit(template: StoredTemplate, edit: TemplateEdit): void {
    if (template.status === "APPROVED") template.edits.push(this.#now);
    Object.assign(template, edit, { usedAt: this.#now, pause: undefined });
    this.#become(template, "PENDING");
    this.#outbox.track(this.#post(template, componentsChange(template)));
    this.review(template);
  }

  async approve(template: StoredTemplate): Promise<void> {
    this.#become(template, "APPROVED");
    await this.#postStatus(template, "APPROVED");
  }

  async reject(template: StoredTemplate, { reason, rejection_info }: Rejection): Promise<void> {
    this.#become(template, "REJECTED");
    template.rejectedReason = reason;
    await this.#postStatus(template, "REJECTED", { reason, rejection_info });
  }

  async appeal(template: StoredTemplate): Promise<void> {
    this.#become(template, "IN_APPEAL");
    template.usedAt = this.#now;
    await this.#postStatus(template, "IN_APPEAL");
  }

  /** Because of its quality: 3 hours, then 6 hours, then disabled. For pacing: until it is unpaused. */
  async pause(template: StoredTemplate, cause: "quality" | "pacing"): Promise<void> {
    if (cause === "quality") template.pauses += 1;
    const step = cause === "pacing" ? rateLimitingPause : pauses[template.pauses - 1];
    if (step === undefined) return this.disable(template);
    const { title, description, lasts } = step;
    this.#become(template, "PAUSED");
    template.pause = { at: this.#now, until: lasts === undefined ? undefined : this.#now + lasts };
    await this.#postStatus(template, "PAUSED", { other_info: { title, description } });
  }

  async unpause(template: StoredTemplate): Promise<void> {
    this.#become(template, "APPROVED");
    const other_info = { title: "UNPAUSE", description: "The template can be sent again." };
    await this.#postStatus(template, "APPROVED", { other_info });
  }

  async disable(template: StoredTemplate): Promise<void> {
    this.#become(template, "DISABLED");
    await this.#postStatus(template, "DISABLED", {
      disable_info: { disable_date: toSeconds(this.#now) },
      other_info: { title: "DISABLED", description: "The template can no longer be sent." },
    });
  }

  /** Posts a warning. The template can still be sent. */
  async flag(template: StoredTemplate): Promise<void> {
    await this.#postStatus(template, "FLAGGED");
  }

  async reinstate(template: StoredTemplate): Promise<void> {
    template.pauses = 0;
    this.#become(template, "APPROVED");
    await this.#postStatus(template, "REINSTATED");
  }

  async setQuality(template: StoredTemplate, score: string, reasons: readonly string[]): Promise<void> {
    const before = template.quality.score;
    template.quality = { score, at: this.#now, reasons };
    await this.#post(template, qualityChange(template, before));
  }

  async changeCategory(template: StoredTemplate, category: string, afterMs: number): Promise<void> {
    const at = this.#now + afterMs;
    if (afterMs <= 0) return this.#changeCategoryNow(template, category);
    template.nextCategory = { category, at };
    await this.#post(template, categoryNotice(template, category, at));
  }

  async archive(template: StoredTemplate, at = this.#now): Promise<void> {
    const from = template.status;
    this.#become(template, "ARCHIVED");
    template.archive = { at, from };
    await this.#postStatus(template, "ARCHIVED");
  }

  /** Restores the status from before. */
  async unarchive(template: StoredTemplate): Promise<void> {
    this.#become(template, template.archive?.from ?? "APPROVED");
    template.usedAt = this.#now;
    await this.#postStatus(template, "UNARCHIVED");
  }

  /** Deletes it now, or once its messages have been delivered or dropped. */
  delete(template: StoredTemplate): void {
    if (template.status === "PENDING_DELETION") return;
    if (template.status === "APPROVED") this.#store.lock(template.name);
    if (!this.#isAwaited(template)) return this.#remove(template);
    this.#become(template, "PENDING_DELETION");
    this.#outbox.track(this.#postStatus(template, "PENDING_DELETION", { reason: null }));
  }

  #remove(template: StoredTemplate): void {
    this.#store.remove(template);
    this.#become(template, "DELETED");
    this.#outbox.track(this.#postStatus(template, "DELETED", { reason: null }));
  }

  /** Does everything that has become due. */
  passTime(): void {
    for (const template of this.#store.all()) {
      const { pause, nextCategory } = template;
      if (nextCategory !== undefined && nextCategory.at <= this.#now) {
        this.#outbox.track(this.#changeCategoryNow(template, nextCategory.category));
      }
      if ((pause?.until ?? Number.POSITIVE_INFINITY) <= this.#now) this.#outbox.track(this.unpause(template));
      if (this.#isReviewOver(template)) this.#outbox.track(this.#endReview(template));
      if (template.status === "PENDING_DELETION" && !this.#isAwaited(template)) this.#remove(template);
      this.#age(template);
    }
  }

  /** Archives a template after 12 months without use, and deletes it 28 days later. */
  #age(template: StoredTemplate): void {
    const dueAt = template.usedAt + 365 * day;
    if (["APPROVED", "REJECTED"].includes(template.status) && dueAt <= this.#now) {
      this.#outbox.track(this.archive(template, dueAt));
    }
    if (template.archive !== undefined && template.archive.at + 28 * day <= this.#now) this.delete(template);
  }

  async #changeCategoryNow(template: StoredTemplate, category: string): Promise<void> {
    const before = template.category;
    Object.assign(template, { category, previousCategory: before, nextCategory: undefined });
    await this.#post(template, categoryChange(template, before));
  }

  #become(template: StoredTemplate, status: string): void {
    const ended = { pause: undefined, archive: undefined, reviewAt: undefined };
    const changes = { rejectedReason: "NONE", ...ended, updatedAt: this.#now };
    Object.assign(template, changes, { status });
  }

  #postStatus(template: StoredTemplate, event: string, news?: StatusDetails): Promise<void> {
    return this.#post(template, statusChange(template, event, news));
  }

  #post({ businessAccountId }: StoredTemplate, change: WebhookChange): Promise<void> {
    return this.#outbox.post(change, businessAccountId);
  }

  get #now(): number {
    return this.#settings.clock.now();
  }
}

interface PauseStep {
  title: string;
  description: string;
  /** Milliseconds; `undefined` until it is unpaused. */
  lasts: number | undefined;
}

const pauses: readonly PauseStep[] = [
  { title: "FIRST_PAUSE", description: "The template is paused for 3 hours.", lasts: 3 * hour },
  { title: "SECOND_PAUSE", description: "The template is paused for 6 hours.", lasts: 6 * hour },
];

const rateLimitingPause: PauseStep = {
  title: "RATE_LIMITING_PAUSE",
  description: "The template is paused until it is unpaused.",
  lasts: undefined,
};
