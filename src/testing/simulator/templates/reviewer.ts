import { ConfigurationError } from "../../../errors.ts";
import type { BusinessAccount } from "../business-account.ts";
import { day } from "../clock.ts";
import { deliver, finishStatuses, startStatuses } from "../delivery.ts";
import type { LateError, SentMessage } from "../records.ts";
import type { Held, State } from "../state.ts";
import { toRejection } from "./review.ts";
import type { StoredTemplate } from "./stored-template.ts";

/** Selects templates of a name. */
export interface TemplateScope {
  /** Default: all languages. */
  language?: string;
  /** Default: the first account. */
  businessAccountId?: string;
}

/** Selects templates to reject, with the details of the rejection. */
export interface RejectionScope extends TemplateScope {
  /** What is wrong and what to do about it. Only sent with `INVALID_FORMAT`. Default: a generic text. */
  rejection_info?: { reason: string; recommendation: string };
}

type Category = "AUTHENTICATION" | "MARKETING" | "UTILITY";

/**
 * WhatsApp's side of templates, controlled by the test. Methods post their webhook and resolve after its first delivery
 * attempt. They throw a `ConfigurationError` if the account has no template of that name.
 */
export abstract class TemplateReviewer {
  readonly #held: Held;

  /** @internal */
  protected constructor(held: Held) {
    this.#held = held;
  }

  get #state(): State {
    return this.#held.state;
  }

  /** Approves a template that is in review, or was rejected. One that is approved stays so, without a webhook. */
  async approve(name: string, scope: TemplateScope = {}): Promise<void> {
    await this.#each(name, scope, async ({ lifecycle }, template) => {
      if (template.status !== "APPROVED") await lifecycle.approve(template);
    });
  }

  /**
   * Rejects a template: sends fail with code 132001.
   *
   * @param reason Meta's reason: `INVALID_FORMAT`, `PROMOTIONAL`, `TAG_CONTENT_MISMATCH`, …
   */
  async reject(name: string, reason = "INVALID_FORMAT", scope: RejectionScope = {}): Promise<void> {
    const rejection = toRejection(reason, scope.rejection_info);
    await this.#each(name, scope, ({ lifecycle }, template) => lifecycle.reject(template, rejection));
  }

  /** Appeals a rejection, as a business can do in WhatsApp Manager only: status `IN_APPEAL`. */
  async appeal(name: string, scope: TemplateScope = {}): Promise<void> {
    await this.#each(name, scope, ({ lifecycle }, template) => lifecycle.appeal(template));
  }

  /**
   * Pauses a template: sends fail with code 132015.
   *
   * A pause for `quality` (the default) ends automatically after 3 hours, the second one after 6 hours; the third time,
   * the template is disabled. A pause for `pacing` lasts until the app unpauses it, which Meta allows after 5 minutes.
   */
  async pause(name: string, scope: TemplateScope & { cause?: "quality" | "pacing" } = {}): Promise<void> {
    const { cause = "quality" } = scope;
    await this.#each(name, scope, ({ lifecycle }, template) => lifecycle.pause(template, cause));
  }

  /** Ends a pause, whatever its cause. */
  async unpause(name: string, scope: TemplateScope = {}): Promise<void> {
    await this.#each(name, scope, ({ lifecycle }, template) => lifecycle.unpause(template));
  }

  /** Disables a template: sends fail with code 132016, and it can be neither edited nor deleted. */
  async disable(name: string, scope: TemplateScope = {}): Promise<void> {
    await this.#each(name, scope, ({ lifecycle }, template) => lifecycle.disable(template));
  }

  /** Warns that a template may be disabled. It can still be sent. */
  async flag(name: string, scope: TemplateScope = {}): Promise<void> {
    await this.#each(name, scope, ({ lifecycle }, template) => lifecycle.flag(template));
  }

  /** Withdraws a warning, or enables a disabled template again. */
  async reinstate(name: string, scope: TemplateScope = {}): Promise<void> {
    await this.#each(name, scope, ({ lifecycle }, template) => lifecycle.reinstate(template));
  }

  /**
   * Holds messages of a template from now on, as Meta does to learn the quality of a new one. Sends are answered with
   * `held_for_quality_assessment` until {@link TemplateReviewer.release} or {@link TemplateReviewer.drop}.
   */
  async hold(name: string, scope: TemplateScope = {}): Promise<void> {
    await this.#each(name, scope, async (_, template) => this.#state.pacing.start(template));
  }

  /** Releases held messages: they are delivered in order. */
  async release(name: string, scope: TemplateScope = {}): Promise<void> {
    await this.#each(name, scope, async (_, template) => {
      const held = this.#state.pacing.end(template);
      for (const sent of held) deliver(this.#state, sent);
      await this.#finish(held);
    });
  }

  /** Drops held messages, as after bad feedback: they fail with code 132015, and the template is paused for pacing. */
  async drop(name: string, scope: TemplateScope = {}): Promise<void> {
    const late = { code: 132015, details: "The template was paused while the message was held." };
    await this.#each(name, scope, async ({ lifecycle }, template) => {
      await lifecycle.pause(template, "pacing");
      await this.#finish(this.#state.pacing.end(template), late);
    });
  }

  /** Posts the statuses of messages that were held. */
  async #finish(held: readonly SentMessage[], late?: LateError): Promise<void> {
    const state = this.#state;
    const started = held.map((sent) => startStatuses(state, sent, late));
    for (const statuses of started) await finishStatuses(state, statuses);
  }

  /** Changes the quality score of a template. This does not pause it; use {@link TemplateReviewer.pause} for that. */
  async setQuality(
    name: string,
    score: "GREEN" | "YELLOW" | "RED" | "UNKNOWN",
    scope: TemplateScope & { reasons?: readonly string[] } = {},
  ): Promise<void> {
    const { reasons = [] } = scope;
    await this.#each(name, scope, ({ lifecycle }, template) =>
      lifecycle.setQuality(template, score, reasons),
    );
  }

  /**
   * Changes the category of a template: posts a notice now, and makes the change with the first call or
   * `simulator.clock.advance` after it has become due.
   *
   * @param scope.afterMs milliseconds until the change. Default 24 hours; with 0, the category changes immediately and without a notice.
   */
  async changeCategory(
    name: string,
    category: Category,
    scope: TemplateScope & { afterMs?: number } = {},
  ): Promise<void> {
    const { afterMs = day } = scope;
    await this.#each(name, scope, ({ lifecycle }, template) =>
      lifecycle.changeCategory(template, category, afterMs),
    );
  }

  /**
   * Sets the category that Meta gives to templates of this name when they are created or edited, for example `MARKETING`
   * although the call says `UTILITY`.
   */
  judge(name: string, category: Category, { businessAccountId }: { businessAccountId?: string } = {}): void {
    this.#state.account(businessAccountId).reviewCategories.set(name, category);
  }

  async #each(
    name: string,
    { language, businessAccountId }: TemplateScope,
    act: (account: BusinessAccount, template: StoredTemplate) => Promise<void>,
  ): Promise<void> {
    const account = this.#state.account(businessAccountId);
    const named = account.templates.named(name);
    const found = named.filter((one) => language === undefined || one.language === language);
    if (found.length === 0) {
      const message = "The account has no template with this name and language.";
      throw new ConfigurationError(message, [{ path: "name", message }]);
    }
    await Promise.all(found.map((template) => act(account, template)));
  }
}
