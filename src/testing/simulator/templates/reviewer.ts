import { ConfigurationError } from "../../../errors.ts";
import type { BusinessAccount } from "../business-account.ts";
import { day } from "../clock.ts";
import { deliver, postStatuses } from "../delivery.ts";
import type { State } from "../state.ts";
import { toRejection } from "./review.ts";
import type { StoredTemplate } from "./stored-template.ts";

/** Which template is meant. */
export interface TemplateScope {
  /** Default: every language of that name. */
  language?: string;
  /** Default: the first account. */
  businessAccountId?: string;
}

/** Which template is rejected, and what the business is told. */
export interface RejectionScope extends TemplateScope {
  /** What is wrong and what to do about it; told with `INVALID_FORMAT` only. Default: a general sentence. */
  rejection_info?: { reason: string; recommendation: string };
}

type Category = "AUTHENTICATION" | "MARKETING" | "UTILITY";

/**
 * WhatsApp's side of templates, played by the test. Everything here posts the webhook that belongs to it, and resolves
 * after its first delivery attempt; a name that the account does not hold is a `ConfigurationError`.
 */
export abstract class TemplateReviewer {
  readonly #state: State;

  /** @internal */
  protected constructor(state: State) {
    this.#state = state;
  }

  /** Approves a template under review, in every language or in one. */
  async approve(name: string, scope: TemplateScope = {}): Promise<void> {
    await this.#each(name, scope, ({ lifecycle }, template) => lifecycle.approve(template));
  }

  /**
   * Rejects a template: sends fail with code 132001.
   *
   * @param reason Meta's word: `INVALID_FORMAT`, `PROMOTIONAL`, `TAG_CONTENT_MISMATCH`, …
   */
  async reject(name: string, reason = "INVALID_FORMAT", scope: RejectionScope = {}): Promise<void> {
    const rejection = toRejection(reason, scope.rejection_info);
    await this.#each(name, scope, ({ lifecycle }, template) => lifecycle.reject(template, rejection));
  }

  /** The business objects to a rejection, which it can do in WhatsApp Manager only: status `IN_APPEAL`. */
  async appeal(name: string, scope: TemplateScope = {}): Promise<void> {
    await this.#each(name, scope, ({ lifecycle }, template) => lifecycle.appeal(template));
  }

  /**
   * Pauses a template: sends fail with code 132015.
   *
   * For its `quality` (the default) it comes back by itself after 3 hours, the second time after 6; the third time it is
   * disabled. A pause for `pacing` lasts until the app unpauses it, which Meta allows after 5 minutes.
   */
  async pause(name: string, scope: TemplateScope & { cause?: "quality" | "pacing" } = {}): Promise<void> {
    const { cause = "quality" } = scope;
    await this.#each(name, scope, ({ lifecycle }, template) => lifecycle.pause(template, cause));
  }

  /** Ends a pause, whatever its cause. */
  async unpause(name: string, scope: TemplateScope = {}): Promise<void> {
    await this.#each(name, scope, ({ lifecycle }, template) => lifecycle.unpause(template));
  }

  /** Disables a template for good: sends fail with code 132016, and it can be neither edited nor deleted. */
  async disable(name: string, scope: TemplateScope = {}): Promise<void> {
    await this.#each(name, scope, ({ lifecycle }, template) => lifecycle.disable(template));
  }

  /** Warns that a template may be disabled. It can still be sent. */
  async flag(name: string, scope: TemplateScope = {}): Promise<void> {
    await this.#each(name, scope, ({ lifecycle }, template) => lifecycle.flag(template));
  }

  /** Takes a warning or the disabling of a template back: it can be sent again. */
  async reinstate(name: string, scope: TemplateScope = {}): Promise<void> {
    await this.#each(name, scope, ({ lifecycle }, template) => lifecycle.reinstate(template));
  }

  /**
   * Holds what is sent with a template from now on, as Meta does to see what users make of a new one: the answer says
   * `held_for_quality_assessment`, until {@link TemplateReviewer.release} or {@link TemplateReviewer.drop}.
   */
  async hold(name: string, scope: TemplateScope = {}): Promise<void> {
    await this.#each(name, scope, async (_, template) => this.#state.pacing.start(template));
  }

  /** Lets go what was held: it is delivered, in order. */
  async release(name: string, scope: TemplateScope = {}): Promise<void> {
    await this.#each(name, scope, async (_, template) => {
      for (const sent of this.#state.pacing.end(template)) {
        deliver(sent);
        await postStatuses(this.#state, sent, undefined);
      }
    });
  }

  /** Users do not like it: what was held fails with code 132015, and the template is paused for pacing. */
  async drop(name: string, scope: TemplateScope = {}): Promise<void> {
    const late = { code: 132015, details: "The template was paused while the message was held." };
    await this.#each(name, scope, async ({ lifecycle }, template) => {
      await lifecycle.pause(template, "pacing");
      for (const sent of this.#state.pacing.end(template)) await postStatuses(this.#state, sent, late);
    });
  }

  /** Changes what users make of a template. It is not paused by that: {@link TemplateReviewer.pause} is. */
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
   * Puts a template into another category: a notice now, the change itself when its time has come, which the next call
   * or {@link Simulator.advance} notices.
   *
   * @param scope.afterMs milliseconds until the change. Default 24 hours; 0 changes it at once and without a notice.
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
   * Lets Meta take templates of this name for another category when they are created or edited: the answer says
   * `MARKETING` although the call said `UTILITY`.
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
      const message = "The account holds no template of this name and language.";
      throw new ConfigurationError(message, [{ path: "name", message }]);
    }
    await Promise.all(found.map((template) => act(account, template)));
  }
}
