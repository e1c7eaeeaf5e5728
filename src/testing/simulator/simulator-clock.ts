import { ConfigurationError } from "../../errors.ts";
import { day, hour, minute, nextTurn } from "./clock.ts";
import type { State } from "./state.ts";

/** A span of time: the sum of its parts. */
export interface Duration {
  /** Days of 24 hours. */
  days?: number;
  /** Hours. */
  hours?: number;
  /** Minutes. */
  minutes?: number;
  /** Seconds. */
  seconds?: number;
  /** Milliseconds. */
  milliseconds?: number;
}

const units = { days: day, hours: hour, minutes: minute, seconds: 1000, milliseconds: 1 } as const;

/** The simulator's time, which tests can move ahead. It is not the time of the app under test. */
export class SimulatorClock {
  readonly #state: State;

  /** @internal */
  constructor(state: State) {
    this.#state = state;
  }

  /** The simulator's time, in milliseconds since the epoch. */
  now(): number {
    return this.#state.now();
  }

  /**
   * Moves the simulator's clock ahead: windows close, delays end, tokens expire, paused templates resume, unused ones
   * are archived. Resolves once the resulting work has started; {@link Simulator.settled} waits until it is done.
   *
   * @throws `ConfigurationError` if no part is given, or one is negative or no number.
   * @example
   * await simulator.clock.advance({ hours: 25 }); // every customer's window is closed
   */
  async advance(duration: Duration): Promise<void> {
    this.#state.settings.clock.advance(toMilliseconds(duration));
    this.#state.passTime();
    await nextTurn();
  }
}

function toMilliseconds(duration: unknown): number {
  const names = Object.keys(units).join(", ");
  if (typeof duration !== "object" || duration === null || Object.keys(duration).length === 0) {
    throw misuse(
      "duration",
      `\`advance\` takes an object with at least one of: ${names}. Example: \`{ hours: 25 }\`.`,
    );
  }
  return Object.entries(duration).reduce((total, [name, amount]) => {
    if (!Object.hasOwn(units, name))
      throw misuse(name, `\`${name}\` is no part of a duration. Parts: ${names}.`);
    if (typeof amount !== "number" || !(amount >= 0) || amount === Number.POSITIVE_INFINITY) {
      throw misuse(name, `\`${name}\` must be a number of 0 or more: time cannot run backwards.`);
    }
    return total + amount * units[name as keyof typeof units];
  }, 0);
}

const misuse = (path: string, message: string): ConfigurationError =>
  new ConfigurationError(message, [{ path, message }]);
