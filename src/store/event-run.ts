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
const key = Symbol.for("wacloud.event-runs");
const shared = globalThis as { [key]?: WeakMap<object, EventRun> };
shared[key] ??= new WeakMap();
const runs = shared[key];

/** What an event was made of; a copy (`{ ...event }`) shares it. */
const findSource = (event: object): object | undefined => {
  const { raw } = event as { raw?: unknown };
  return isObject(raw) ? raw : undefined;
};

/** Notes that an event is being handled. The event itself stays as it is: it may be logged, or put into a queue. */
export function markRun(event: object, run: EventRun): void {
  for (const marked of [event, findSource(event)]) if (marked !== undefined) runs.set(marked, run);
}

/** The run that is handling an event, or the event that this is a copy of; `undefined` for events from elsewhere. */
export const findRun = (event: object): EventRun | undefined =>
  runs.get(event) ?? runs.get(findSource(event) ?? event);
