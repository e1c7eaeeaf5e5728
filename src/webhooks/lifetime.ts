import { requestsEndAlone } from "../utils/runtime.ts";

/**
 * How long the work of a request may go on, where requests end alone: Meta hangs up after some 20 seconds, and the
 * platform allows 30 more. What is older has ended without a word.
 */
const lifetimeMs = 60_000;

/** Whether work that began then has ended without a word. */
export const isAbandoned = (beganAt: number): boolean =>
  requestsEndAlone() && millisecondsSince(beganAt) >= lifetimeMs;

/** Waits for another request's work; where requests end alone no longer than it can live, and then for `undefined`. */
export function awaitOther<T>(work: Promise<T>, beganAt: number): Promise<T | undefined> {
  if (!requestsEndAlone()) return work;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const expiry = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), lifetimeMs - millisecondsSince(beganAt));
  });
  return Promise.race([work, expiry]).finally(() => clearTimeout(timer));
}

const millisecondsSince = (beganAt: number): number => Date.now() - beganAt;
