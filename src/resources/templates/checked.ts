import { ConfigurationError } from "../../errors.ts";
import type { DefinedTemplate, TemplateMessage } from "../../templates/defined.ts";
import type { CallOptions } from "../../types/common.ts";
import type { Addressed, Envelope, SentMessage } from "../../types/messages/outgoing.ts";
import type { TemplateContent } from "../../types/messages/template.ts";
import { durationProblem } from "../../utils/duration.ts";
import { split } from "../shared/compose.ts";
import { loadTemplateComponents, type SendOptions } from "../shared/post.ts";
import type { AnyTemplateMessage } from "../shared/template-components.ts";
import type { Checker, TemplateContext, TemplateMemory } from "./context.ts";
import { findAffectedTemplate, type TemplateNews } from "./template-events.ts";
import type { CacheOptions } from "./ttl-cache.ts";

/** How much of the account is cached, and for how long. */
export interface CheckedOptions {
  /** How many template names are cached, each with all its languages. Default 500. */
  maxEntries?: number | undefined;
  /** How long they are cached, in milliseconds; 0 reads the account for every message. Default 600 000, ten minutes. */
  maxAgeMs?: number | undefined;
}

/** Sends a template message, as `messages.sendTemplate` of the same client does. */
export type SendTemplate = <Template extends DefinedTemplate | undefined>(
  input: TemplateMessage<Template> & Addressed & Envelope,
  options?: SendOptions,
) => Promise<SentMessage>;

/**
 * Checks template messages against the account's templates before they are sent. Created by
 * `client.templates.checked()`.
 *
 * The templates of a name are read for its first message, then cached. Before a message is refused because of cached
 * templates, they are read again: editing a template never makes a valid message fail.
 */
export class CheckedTemplates {
  readonly #context: TemplateContext;
  readonly #memory: Pick<TemplateMemory, "checker">;
  readonly #options: CacheOptions;
  readonly #send: SendTemplate;

  /** @internal */
  constructor(
    context: TemplateContext,
    memory: Pick<TemplateMemory, "checker">,
    { maxEntries = 500, maxAgeMs = 600_000 }: CheckedOptions,
    send: SendTemplate,
  ) {
    if (!(Number.isInteger(maxEntries) && maxEntries > 0))
      throw invalidOption("maxEntries", "must be a whole number, 1 or more");
    const problem = durationProblem(maxAgeMs);
    if (problem !== undefined) throw invalidOption("maxAgeMs", problem);
    this.#context = context;
    this.#memory = memory;
    this.#options = { maxEntries, maxAgeMs };
    this.#send = send;
  }

  /**
   * Checks a message without sending it: whether the template exists in this language and is approved, and whether the
   * number and names of the values, the header, the buttons, the cards and the expiration of an offer match it.
   *
   * @throws {@link ValidationError} with the template, its language, what was expected and what was passed.
   * @throws {@link ApiError}, {@link ConnectionError}, {@link ConfigurationError} when the account cannot be read.
   *
   * @example
   * await checked.check({ name: "order_shipped", language: "en_US", parameters: ["Ana", "777"] });
   */
  async check<Template extends DefinedTemplate | undefined = undefined>(
    input: TemplateMessage<Template>,
    options: CallOptions = {},
  ): Promise<void> {
    const { toTemplateContent } = await loadTemplateComponents();
    await this.checkContent(toTemplateContent(split(input).content as AnyTemplateMessage), options);
  }

  /** @internal */
  async checkContent(content: TemplateContent, { signal }: CallOptions): Promise<void> {
    const checker = this.#memory.checker ?? (await this.#load());
    await checker.check(content, signal);
  }

  /**
   * Checks a template message and sends it only if it is valid.
   *
   * @throws everything {@link CheckedTemplates.check} throws, before anything is sent, and then everything
   * `messages.sendTemplate` throws.
   *
   * @example
   * const checked = client.templates.checked();
   * await checked.sendTemplate({ to, name: "order_shipped", language: "en_US", parameters: ["Ana", "777"] });
   */
  async sendTemplate<Template extends DefinedTemplate | undefined = undefined>(
    input: TemplateMessage<Template> & Addressed & Envelope,
    options: SendOptions = {},
  ): Promise<SentMessage> {
    await this.check(input, options);
    return this.#send(input, options);
  }

  /**
   * Drops a template from the cache or, without an argument, all of them. You can pass every webhook event: events that
   * are not about templates are ignored.
   *
   * @example
   * onEvent: (event) => checked.invalidate(event),
   */
  invalidate(change?: TemplateNews): void {
    if (change === undefined) return this.#memory.checker?.clear();
    const named = findAffectedTemplate(change);
    if (named !== undefined) this.#memory.checker?.forget(named.name);
  }

  async #load(): Promise<Checker> {
    const { TemplateChecker } = await import("./template-checker.ts");
    this.#memory.checker ??= new TemplateChecker(this.#context, this.#options);
    return this.#memory.checker;
  }
}

const invalidOption = (option: string, message: string): ConfigurationError =>
  new ConfigurationError(`Invalid options of checked(): \`${option}\` ${message}.`, [
    { path: option, message },
  ]);
