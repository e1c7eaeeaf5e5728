import type { InboxMessage } from "./simulator/customers.ts";
import { explainNearest, show } from "./simulator/explain-pattern.ts";
import { checkExpected, type ExpectedMessage, findMismatches } from "./simulator/message-pattern.ts";

/** Somebody who receives messages: a customer of the simulator. */
interface Receiver {
  name: string;
  inbox: readonly InboxMessage[];
  transcript: () => string;
}

/** How often a message must have arrived. */
export interface ReceivedOptions {
  /** Exactly so often. Default: at least once. */
  times?: number;
}

/** The outcome of a matcher. */
export interface MatcherResult {
  /** Whether the check passes, or fails behind `not`. */
  pass: boolean;
  /** The text of the failure: what came closest, then the chat. */
  message: () => string;
}

/** The matchers as `expect` has them; `Result` is what they return there. */
export interface SimulatorMatchers<Result = void> {
  /**
   * Passes if the customer has received such a message: this whole text, a text that fits a regular expression, or a
   * message with these parts.
   *
   * @example
   * expect(ana).toHaveReceived({ type: "text", body: /monday/i });
   * expect(ana).toHaveReceived("See you on Monday.", { times: 1 });
   */
  toHaveReceived(expected: ExpectedMessage, options?: ReceivedOptions): Result;
}

/**
 * Matchers for Vitest and Jest. Register them once, in a setup file. Their types come with the import; only for
 * `@jest/globals`, add `declare module "expect" { interface Matchers<R> extends SimulatorMatchers<R> {} }`.
 *
 * @example
 * expect.extend(matchers);
 * expect(ana).toHaveReceived({ type: "text", body: /monday/i });
 */
export const matchers = {
  /** Passes if a customer has received such a message. */
  toHaveReceived,
};

function toHaveReceived(
  received: unknown,
  expected: ExpectedMessage,
  { times }: ReceivedOptions = {},
): MatcherResult {
  if (!isReceiver(received)) throw new TypeError(notAReceiver);
  checkExpected(expected);
  const { inbox } = received;
  const count = inbox.filter((message) => findMismatches(message, expected).length === 0).length;
  const pass = times === undefined ? count > 0 : count === times;
  return { pass, message: () => explain(received, { expected, times, count, pass }) };
}

const notAReceiver =
  "toHaveReceived needs a customer of the simulator: expect(simulator.user(…)).toHaveReceived(…).";

const isReceiver = (value: unknown): value is Receiver => {
  const { inbox, transcript } = (value ?? {}) as Partial<Receiver>;
  return Array.isArray(inbox) && typeof transcript === "function";
};

interface Verdict {
  expected: ExpectedMessage;
  times: number | undefined;
  count: number;
  pass: boolean;
}

function explain(receiver: Receiver, { expected, times, count, pass }: Verdict): string {
  const wanted = `${pass ? "not to have" : "to have"} received ${show(expected)}`;
  const often = times === undefined ? "" : ` ${formatTimes(times)}`;
  const counted = count === 0 ? "" : `, which arrived ${formatTimes(count)}`;
  const nearest = count === 0 ? explainNearest(receiver.inbox, expected) : "";
  return `Expected ${receiver.name} ${wanted}${often}${counted}.\n\n${nearest}${receiver.transcript()}`;
}

const formatTimes = (count: number): string => (count === 1 ? "once" : `${count} times`);

declare global {
  /** The types on which the `expect` of Vitest is built. */
  namespace Chai {
    interface Assertion extends SimulatorMatchers {}
  }
  /** The types of `@types/jest`. */
  namespace jest {
    interface Matchers<R> extends SimulatorMatchers<R> {}
  }
}
