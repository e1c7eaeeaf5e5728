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

/** Gives back the object it is called with, so a subclass adds its private field to that object. */
class Given {
  constructor(target: object) {
    // biome-ignore lint/correctness/noConstructorReturn: this is what the class is for
    return target;
  }
}

/**
 * The run of an event, kept in a private field of the event: no log, copy, comparison or queue sees it, and it costs a
 * tenth of a WeakMap.
 */
class Mark extends Given {
  #run: EventRun;

  constructor(target: object, run: EventRun) {
    super(target);
    this.#run = run;
  }

  static set(target: object, run: EventRun): void {
    if (#run in target) target.#run = run;
    else new Mark(target, run);
  }

  static get(target: object): EventRun | undefined {
    return #run in target ? target.#run : undefined;
  }
}

/** Shared by all copies of the package: the handler and the client may come from different ones. */
const key = Symbol.for("wacloud.event-runs");
const shared = globalThis as { [key]?: Pick<typeof Mark, "set" | "get"> };
shared[key] ??= Mark;
const marks = shared[key];

/** What an event was made of; a copy (`{ ...event }`) shares it. */
const findSource = (event: object): object | undefined => {
  const { raw } = event as { raw?: unknown };
  return isObject(raw) ? raw : undefined;
};

/** Notes that an event is being handled. The event looks as before: it may be logged, or put into a queue. */
export function markRun(event: object, run: EventRun): void {
  const source = findSource(event);
  marks.set(event, run);
  if (source !== undefined) marks.set(source, run);
}

/** The run that is handling an event, or the event that this is a copy of; `undefined` for events from elsewhere. */
export function findRun(event: object): EventRun | undefined {
  const source = findSource(event);
  return marks.get(event) ?? (source && marks.get(source));
}
