import type { MessageEvent, StatusEvent, WebhookEvent } from "../types/webhooks/events.ts";
import { keepRecent } from "../utils/keep-recent.ts";
import { onAbort } from "../utils/on-abort.ts";
import { personIds } from "./person.ts";

/** How many events are remembered. */
const capacity = 1000;

/** How long a customer's message keeps the window for free text open. */
const windowMs = 24 * 60 * 60 * 1000;

/** An event, and the how-manieth it is. */
interface Kept {
  order: number;
  event: WebhookEvent;
}

/** Whether free text reaches a person, as far as the events tell. */
export type Window =
  | { state: "open"; closes_at: string }
  | { state: "closed"; last_message_at?: string | undefined }
  | { state: "unknown" };

/** The last events that arrived, in memory, and who waits for the next. */
export class Inbox {
  readonly #events = new Map<string, Kept>();
  readonly #listeners = new Set<() => void>();
  /** Up to which event each person's messages were told or answered. */
  readonly #seen = new Map<string, number>();
  /** Other ids of people, as WhatsApp named them when they were written to. */
  readonly #aliases = new Map<string, readonly string[]>();
  #count = 0;

  /** Remembers events; one that is delivered again is the same. */
  add(events: readonly WebhookEvent[]): void {
    for (const event of events) this.#keep(event);
    for (const wake of [...this.#listeners]) wake();
  }

  #keep(event: WebhookEvent): void {
    if (this.#events.has(event.id)) return;
    this.#count += 1;
    keepRecent(this.#events, event.id, { order: this.#count, event }, capacity);
  }

  /** The messages that are remembered, of everybody or of one person, oldest first. */
  messages(person?: string): MessageEvent[] {
    return this.#messages(person).map(({ event }) => event);
  }

  #messages(person?: string): { order: number; event: MessageEvent }[] {
    const ids = person === undefined ? undefined : this.#idsOf(person);
    return [...this.#events.values()].filter(
      (kept): kept is { order: number; event: MessageEvent } =>
        kept.event.type === "message" &&
        (ids === undefined || personIds(kept.event.from).some((id) => ids.includes(id))),
    );
  }

  #idsOf(person: string): readonly string[] {
    return [person, ...(this.#aliases.get(person) ?? [])];
  }

  /** Whether somebody with this id has written. */
  hasHeardFrom(id: string): boolean {
    return this.#messages(id).length > 0;
  }

  /** From now on, only later messages of this person are replies. Returns what takes that back. */
  markAnswered(person: string): () => void {
    const before = this.#seen.get(person);
    this.#seen.set(person, this.#count);
    return () => {
      if (before === undefined) this.#seen.delete(person);
      else this.#seen.set(person, before);
    };
  }

  /** Remembers under which ids WhatsApp knows a person. */
  learnIds(person: string, ids: readonly string[]): void {
    if (ids.length > 0) this.#aliases.set(person, ids);
  }

  /** The messages of a person that came after the last one that was answered or taken. */
  takeReplies(person: string): MessageEvent[] {
    const after = this.#seen.get(person) ?? 0;
    const replies = this.#messages(person).filter(({ order }) => order > after);
    const last = replies.at(-1);
    if (last !== undefined) this.#seen.set(person, last.order);
    return replies.map(({ event }) => event);
  }

  /** The messages to a person that failed since then. */
  failures(person: string): StatusEvent[] {
    const after = this.#seen.get(person) ?? 0;
    return this.#failures(person)
      .filter(({ order }) => order > after)
      .map(({ event }) => event);
  }

  #failures(person: string): { order: number; event: StatusEvent }[] {
    const ids = this.#idsOf(person);
    return [...this.#events.values()].filter(
      (kept): kept is { order: number; event: StatusEvent } =>
        kept.event.type === "status" &&
        kept.event.status.status === "failed" &&
        [kept.event.status.recipient_id, kept.event.status.recipient_user_id].some(
          (id) => id !== undefined && ids.includes(id),
        ),
    );
  }

  /** Whether free text reaches a person. A message that failed for that reason counts more than older messages. */
  window(person: string): Window {
    const last = this.#messages(person).at(-1);
    const shut = this.#failures(person).findLast(({ event }) =>
      event.status.errors?.some(({ code }) => code === 131047),
    );
    const at = last?.event.timestamp;
    if (shut !== undefined && shut.order > (last?.order ?? 0))
      return { state: "closed", last_message_at: at?.toISOString() };
    if (at === undefined) return { state: "unknown" };
    const closes = at.getTime() + windowMs;
    return closes > Date.now()
      ? { state: "open", closes_at: new Date(closes).toISOString() }
      : { state: "closed", last_message_at: at.toISOString() };
  }

  /** Resolves when something arrives, or after this time; rejects with the signal's reason. */
  change(milliseconds: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason);
      const end = (settle: () => void) => () => {
        clearTimeout(timer);
        stop();
        this.#listeners.delete(wake);
        settle();
      };
      const wake = end(resolve);
      const timer = setTimeout(wake, milliseconds);
      const stop = onAbort(
        signal,
        end(() => reject(signal?.reason)),
      );
      this.#listeners.add(wake);
    });
  }
}
