import { nextTurn } from "./clock.ts";
import { type Duration, toMilliseconds } from "./duration.ts";
import { passTime } from "./pass-time.ts";
import type { Held } from "./state.ts";

/** The simulator's time, which tests can move ahead. It is not the time of the app under test. */
export class SimulatorClock {
  readonly #held: Held;

  /** @internal */
  constructor(held: Held) {
    this.#held = held;
  }

  /** The simulator's time, in whole milliseconds since the epoch. */
  now(): number {
    return this.#held.state.now();
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
    const { state } = this.#held;
    state.settings.clock.advance(toMilliseconds(duration));
    passTime(state);
    await this.#held.save?.();
    await nextTurn();
  }
}
