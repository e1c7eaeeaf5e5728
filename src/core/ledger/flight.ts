import { onAbort } from "../../utils/on-abort.ts";

/** What a call under way is, for the one who starts it. */
interface Departure<T> {
  /** Tells one message from another under the same key. */
  readonly digest: string;
  start(signal: AbortSignal): Promise<T>;
  /** The error for a caller who stops waiting while others still do. */
  toAbortError(reason: unknown): unknown;
}

/** A call that several callers wait for. It is aborted when the last of them stops waiting. */
class Flight<T> {
  readonly result: Promise<T>;
  readonly #departure: Departure<T>;
  readonly #controller = new AbortController();
  #waiting = 0;

  constructor(departure: Departure<T>) {
    this.#departure = departure;
    this.result = departure.start(this.#controller.signal);
  }

  get digest(): string {
    return this.#departure.digest;
  }

  get isAborted(): boolean {
    return this.#controller.signal.aborted;
  }

  /** Waits for the result. An abort ends only this wait; that of the last caller ends the call, which then rejects. */
  join(signal: AbortSignal | undefined): Promise<T> {
    this.#waiting += 1;
    if (signal === undefined) return this.result;
    return new Promise((resolve, reject) => {
      const stop = onAbort(signal, () => {
        this.#waiting -= 1;
        if (this.#waiting === 0) this.#controller.abort(signal.reason);
        else reject(this.#departure.toAbortError(signal.reason));
      });
      this.result.then(resolve, reject).then(stop);
    });
  }
}

/** The calls under way, by key; none of them twice at a time. */
export class Flights<T> {
  readonly #flights = new Map<string, Flight<T>>();

  /**
   * Waits for the call under way for a key, or starts it.
   *
   * @param onJoin hears what the call under way is, and may throw.
   */
  async join(
    key: string,
    departure: Departure<T>,
    signal: AbortSignal | undefined,
    onJoin: (digest: string) => void,
  ): Promise<T> {
    signal?.throwIfAborted();
    const known = this.#flights.get(key);
    if (known === undefined) return this.#start(key, departure).join(signal);
    if (known.isAborted) {
      await known.result.catch(() => undefined);
      return this.join(key, departure, signal, onJoin);
    }
    onJoin(known.digest);
    return known.join(signal);
  }

  #start(key: string, departure: Departure<T>): Flight<T> {
    const flight = new Flight(departure);
    this.#flights.set(key, flight);
    const end = () => this.#flights.delete(key);
    flight.result.then(end, end);
    return flight;
  }
}
