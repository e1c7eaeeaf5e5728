import { isObject } from "../utils/json.ts";

/**
 * One run of the functions that handle an event. Once it has ended, because it took too long or because another
 * process has taken the event over, it may send no more replies.
 */
export class EventRun {
  /** The id of the event, whatever the functions do to it. */
  readonly eventId: string;
  #reason: Error | undefined;
  #controller: AbortController | undefined;

  constructor(eventId: string) {
    this.eventId = eventId;
  }

  /** Ends the run; a second reason changes nothing. */
  end(reason: Error): void {
    this.#reason ??= reason;
    this.#controller?.abort(this.#reason);
  }

  throwIfEnded(): void {
    if (this.#reason !== undefined) throw this.#reason;
  }

  /** Aborts with the reason when the run ends. Made at its first use: few runs send anything. */
  get signal(): AbortSignal {
    if (this.#controller === undefined) {
      this.#controller = new AbortController();
      if (this.#reason !== undefined) this.#controller.abort(this.#reason);
    }
    return this.#controller.signal;
  }
}

/** Shared by all copies of the package: the handler and the client may come from different ones. */
const key = Symbol.for("wacloud.event-run");

/** What carries the mark: the event, and what it was made of, which a copy (`{ ...event }`) shares. */
type Marked = { [key]?: EventRun; raw?: unknown };

/** Marks an event as being handled. The mark is not enumerable, which keeps it out of logs and queues. */
export function markRun(event: object, run: EventRun): void {
  for (const marked of [event, (event as Marked).raw]) {
    if (isObject(marked)) Object.defineProperty(marked, key, { value: run, configurable: true });
  }
}

/** The run that is handling an event; `undefined` for events from elsewhere. */
export const findRun = (event: object): EventRun | undefined =>
  (event as Marked)[key] ?? ((event as Marked).raw as Marked | null | undefined)?.[key];
