import type { MessageEvent, StatusEvent, WebhookEvent } from "../types/webhooks/events.ts";
import { keepRecent } from "../utils/keep-recent.ts";
import { onAbort } from "../utils/on-abort.ts";
import { personIds } from "./person.ts";

/** How many events are remembered, and the other ids of how many people. */
const capacity = 1000;

/** How long a customer's message keeps the window for free text open. */
const windowMs = 24 * 60 * 60 * 1000;

/** An event, its place in the order of arrival, and whether it was answered or shown to the assistant. */
interface Kept<Event = WebhookEvent> {
  order: number;
  event: Event;
  isAnswered: boolean;
}

/** Whether free text reaches a person, as far as the events tell. */
export type Window =
  | { state: "open"; closes_at: string }
  | { state: "closed"; last_message_at?: string | undefined }
  | { state: "unknown" };

/** The last events that arrived for one number, in memory, and who waits for the next. */
export class Inbox {
  readonly #events = new Map<string, Kept>();
  readonly #listeners = new Set<() => void>();
  /** Other ids of people, as WhatsApp named them when they were written to. */
  readonly #aliases = new Map<string, readonly string[]>();
  #count = 0;

  /** Up to which event this is all that arrived. */
  get last(): number {
    return this.#count;
  }

  /** Remembers an event; one that is delivered again is the same. */
  add(event: WebhookEvent): void {
    if (this.#events.has(event.id)) return;
    this.#count += 1;
    keepRecent(this.#events, event.id, { order: this.#count, event, isAnswered: false }, capacity);
    for (const wake of [...this.#listeners]) wake();
  }

  /** The messages that are remembered, of everybody or of one person, oldest first. */
  messages(person?: string): MessageEvent[] {
    return this.#messages(person).map(({ event }) => event);
  }

  #messages(person?: string): Kept<MessageEvent>[] {
    const ids = person === undefined ? undefined : this.#listIds(person);
    return [...this.#events.values()].filter(
      (kept): kept is Kept<MessageEvent> =>
        kept.event.type === "message" &&
        (ids === undefined || personIds(kept.event.from).some((id) => ids.includes(id))),
    );
  }

  #listIds(person: string): readonly string[] {
    return [person, ...(this.#aliases.get(person) ?? [])];
  }

  /** Whether somebody with this id has written. */
  hasHeardFrom(id: string): boolean {
    return this.#messages(id).length > 0;
  }

  /** Only later messages of this person are replies, and only later failures count. Returns what takes that back. */
  markAnswered(person: string, last: number): () => void {
    const answered = [...this.#messages(person), ...this.#failures(person)].filter(
      ({ order, isAnswered }) => order <= last && !isAnswered,
    );
    const mark = (isAnswered: boolean) => {
      for (const kept of answered) kept.isAnswered = isAnswered;
    };
    mark(true);
    return () => mark(false);
  }

  /** Remembers under which ids WhatsApp knows a person. Once they are forgotten, only the ids that were used count. */
  learnIds(person: string, ids: readonly string[]): void {
    const others = ids.filter((id) => id !== person);
    if (others.length > 0) keepRecent(this.#aliases, person, others, capacity);
  }

  /** The messages of a person that came after the last one that was answered or taken. */
  takeReplies(person: string): MessageEvent[] {
    const replies = this.#messages(person).filter(({ isAnswered }) => !isAnswered);
    this.markAnswered(person, replies.at(-1)?.order ?? 0);
    return replies.map(({ event }) => event);
  }

  /** The messages to a person that failed since then. */
  failures(person: string): StatusEvent[] {
    return this.#failures(person)
      .filter(({ isAnswered }) => !isAnswered)
      .map(({ event }) => event);
  }

  #failures(person: string): Kept<StatusEvent>[] {
    const ids = this.#listIds(person);
    return [...this.#events.values()].filter(
      (kept): kept is Kept<StatusEvent> =>
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
