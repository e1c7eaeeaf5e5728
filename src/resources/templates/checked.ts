import { ConfigurationError } from "../../errors.ts";
import type { DefinedTemplate, TemplateMessage } from "../../templates/defined.ts";
import type { CallOptions } from "../../types/common.ts";
import type { Addressed, Envelope, SentMessage } from "../../types/messages/outgoing.ts";
import type { TemplateContent } from "../../types/messages/template.ts";
import { split } from "../messages/compose.ts";
import type { SendOptions } from "../messages/post.ts";
import { type AnyTemplateMessage, templateOf } from "../messages/template-components.ts";
import type { Checker } from "./checking.ts";
import type { TemplateContext } from "./context.ts";
import type { KnownOptions } from "./known.ts";
import { type TemplateNews, templateNamed } from "./news.ts";

/** How much of the account is kept, and for how long. */
export interface CheckedOptions {
  /** How many names, each with all its languages. Default 500. */
  maxEntries?: number | undefined;
  /** How long they are kept, in milliseconds; 0 reads the account for each message. Default 600 000, ten minutes. */
  maxAgeMs?: number | undefined;
}

/** Sends a template message; the client's own way. */
export type SendTemplate = <Template extends DefinedTemplate | undefined>(
  input: TemplateMessage<Template> & Addressed & Envelope,
  options?: SendOptions,
) => Promise<SentMessage>;

/**
 * Template messages, checked against the account before they are sent. Made by `client.templates.checked()`.
 *
 * A name's templates are read at its first message and kept; templates that were kept and do not fit are read again
 * before a message is refused, so an edit never makes a good message fail.
 */
export class CheckedTemplates {
  readonly #context: TemplateContext;
  readonly #memory: { checker: Checker | undefined };
  readonly #options: KnownOptions;
  readonly #send: SendTemplate;

  /** @internal */
  constructor(
    context: TemplateContext,
    memory: { checker: Checker | undefined },
    { maxEntries = 500, maxAgeMs = 600_000 }: CheckedOptions,
    send: SendTemplate,
  ) {
    if (!(Number.isInteger(maxEntries) && maxEntries > 0)) throw wrong("maxEntries", "a whole number from 1");
    if (!(maxAgeMs >= 0)) throw wrong("maxAgeMs", "0 or more milliseconds");
    this.#context = context;
    this.#memory = memory;
    this.#options = { maxEntries, maxAgeMs };
    this.#send = send;
  }

  /**
   * Checks a message without sending it: that the template exists in this language and is approved, and that count
   * and names of the values, kind of header, buttons, cards and the end of an offer fit.
   *
   * @throws {@link ValidationError} naming template and language, what is expected and what was given.
   * @throws what reading the account fails with: {@link ApiError}, {@link ConnectionError}, {@link ConfigurationError}.
   *
   * @example
   * await checked.check({ name: "order_shipped", language: "en_US", parameters: ["Ana", "777"] });
   */
  async check<Template extends DefinedTemplate | undefined = undefined>(
    input: TemplateMessage<Template>,
    options: CallOptions = {},
  ): Promise<void> {
    await this.checkContent(templateOf(split(input).content as AnyTemplateMessage), options);
  }

  /** @internal */
  async checkContent(content: TemplateContent, { signal }: CallOptions): Promise<void> {
    const checker = this.#memory.checker ?? (await this.#load());
    await checker.check(content, signal);
  }

  /**
   * Sends a template message if it fits; otherwise nothing leaves.
   *
   * @throws as {@link CheckedTemplates.check} before the message leaves, and then as `messages.sendTemplate`.
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
   * Forgets what is known of a template, or without argument of all. Events that are not about templates are let
   * through: hand it every event.
   *
   * @example
   * onEvent: (event) => checked.invalidate(event),
   */
  invalidate(news?: TemplateNews): void {
    if (news === undefined) return this.#memory.checker?.clear();
    const named = templateNamed(news);
    if (named !== undefined) this.#memory.checker?.forget(named.name);
  }

  async #load(): Promise<Checker> {
    const { Checker } = await import("./checking.ts");
    this.#memory.checker ??= new Checker(this.#context, this.#options);
    return this.#memory.checker;
  }
}

const wrong = (option: string, wanted: string): ConfigurationError => {
  const message = `${option} must be ${wanted}`;
  return new ConfigurationError(`Invalid options of checked(): ${message}.`, [{ path: option, message }]);
};
