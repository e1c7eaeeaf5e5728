import { requestsEndAlone } from "../utils/runtime.ts";

/**
 * How long a request's work may run on runtimes that end requests independently: Meta hangs up after about 20 seconds,
 * and the platform allows 30 more. Older work has died silently.
 */
const lifetimeMs = 60_000;

/** Whether work that began at that time must have died silently. */
export const isAbandoned = (beganAt: number): boolean =>
  requestsEndAlone() && millisecondsSince(beganAt) >= lifetimeMs;

/** Waits for another request's work. Where that request may have died, resolves with `undefined` once it must have. */
export function awaitOther<T>(work: Promise<T>, beganAt: number): Promise<T | undefined> {
  if (!requestsEndAlone()) return work;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const expiry = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), lifetimeMs - millisecondsSince(beganAt));
  });
  return Promise.race([work, expiry]).finally(() => clearTimeout(timer));
}

const millisecondsSince = (beganAt: number): number => performance.now() - beganAt;
