import { WhatsAppError } from "../../errors.ts";
import type { OutboxMessage } from "./customers.ts";
import type { OpenFlow } from "./open-flow.ts";
import { listTexts } from "./phone/components.ts";
import { resolve } from "./phone/expressions.ts";
import { fillScreen, goBack, look, type Play, submitScreen, tapOnScreen } from "./phone/play.ts";
import type { Author } from "./writing.ts";

/**
 * The Flow that a customer is in, or was in last. It does what a phone does: checks the fields, evaluates references and
 * expressions, and asks your endpoint, encrypted and signed.
 *
 * @example
 * await ana.opensFlow("Book");
 * await ana.flow.fills({ slot: "0800" });
 * await ana.flow.submits();
 */
export class UserFlow {
  readonly #author: () => Author;
  /** What is in progress: one thing after the other. */
  #last: Promise<unknown> = Promise.resolve();

  /** @internal */
  constructor(author: () => Author) {
    this.#author = author;
  }

  /** `completed` once the business has the answers; `closed` by the customer, or because your endpoint answered 427. */
  get state(): "open" | "completed" | "closed" {
    return this.#flow.state;
  }

  /** The id of the screen that is shown; after the end, the one that was shown last. */
  get screen(): string {
    return look(this.#flow).visit.screen;
  }

  /** The title of the screen. */
  get title(): string {
    const { screen, scope } = look(this.#flow);
    return String(resolve(screen.title, scope) ?? "");
  }

  /** The data of the screen, without `error_message`. */
  get data(): Readonly<Record<string, unknown>> {
    return look(this.#flow).visit.data;
  }

  /** What is filled in on the screen, by the names of its fields. */
  get form(): Readonly<Record<string, unknown>> {
    return look(this.#flow).visit.form;
  }

  /** The texts of the screen, in order. */
  get texts(): readonly string[] {
    return listTexts(look(this.#flow).components);
  }

  /** What the phone says is wrong: `error_message` of your endpoint, the text of a 427, or that something went wrong. */
  get error(): string | undefined {
    return this.#flow.error;
  }

  /**
   * Fills in fields of the screen: texts, dates, `true` for a consent, the id or title of an option, a list of them. If one
   * is wrong, none is filled in. Resolves when your endpoint has answered, if a component asks it.
   *
   * @throws `WhatsAppError`, at once, if the screen has no such field, or nobody could fill it in like that.
   */
  fills(answers: Readonly<Record<string, unknown>>): Promise<void> {
    const followUp = fillScreen(this.#play, { ...answers });
    return this.#next(followUp);
  }

  /**
   * Presses the button at the end of the screen: shows the next one, asks your endpoint, or completes the Flow.
   *
   * @returns the message that a completed Flow sends.
   * @throws `WhatsAppError` if a field is missing or wrong, which it names, or if your endpoint's answer cannot be used:
   * it says what the phone shows, and why.
   */
  submits(): Promise<OutboxMessage | undefined> {
    return this.#next(() => submitScreen(this.#play));
  }

  /**
   * Taps a link, "Read more" of a consent, an item of a list, or the button at the end, by its text.
   *
   * @throws `WhatsAppError` if the screen has none, or your endpoint's answer cannot be used.
   */
  taps(label: string): Promise<OutboxMessage | undefined> {
    return this.#next(() => tapOnScreen(this.#play, label));
  }

  /**
   * Goes back to the screen before. One with `refresh_on_back` asks your endpoint.
   *
   * @throws `WhatsAppError` on the first screen, or if your endpoint's answer cannot be used.
   */
  async goesBack(): Promise<void> {
    await this.#next(() => goBack(this.#play));
  }

  /** Leaves the Flow. The business learns nothing of it. */
  closes(): void {
    this.#play.flow.state = "closed";
  }

  #next<T>(act: () => Promise<T>): Promise<T> {
    const next = this.#last.then(act, act);
    this.#last = next.catch(() => undefined);
    return next;
  }

  get #flow(): OpenFlow {
    const { flow, name } = this.#author().customer;
    if (flow !== undefined) return flow;
    throw new WhatsAppError(`${name} has opened no Flow: \`await ana.opensFlow()\`.`);
  }

  /** Throws if nothing can be done any more. */
  get #play(): Play {
    const author = this.#author();
    author.state.checkCurrent();
    if (this.state === "open") return { ...author, flow: this.#flow };
    throw new WhatsAppError(`The Flow is ${this.state}: \`await ana.opensFlow()\` opens another one.`);
  }
}
