/**
 * One run of the functions that handle an event. Once it has ended, because it took too long or because another
 * process has taken the event over, it may send no more replies.
 */
export class EventRun {
  #reason: Error | undefined;
  #controller: AbortController | undefined;

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

/** Known to every copy of the package: a handler and a client may come from different ones. */
const key = Symbol.for("wacloud.event-run");

/** Notes on an event that it is being handled now. The mark is not enumerable, so that no log or queue carries it. */
export function markRun(event: object, run: EventRun): void {
  Object.defineProperty(event, key, { value: run, configurable: true });
}

/** The run that an event was handed to; `undefined` for events from elsewhere. */
export const findRun = (event: object): EventRun | undefined => (event as { [key]?: EventRun })[key];
