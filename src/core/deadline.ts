import type { Layer } from "./pipeline.ts";

/** The abort reason when an attempt times out. */
class AttemptTimeout extends Error {
  override readonly name = "TimeoutError";

  constructor(milliseconds: number) {
    super(`No response within ${milliseconds} ms.`);
  }
}

const timedOut = new WeakSet<AbortSignal>();

/** Whether the time of an attempt was up. The reason cannot tell: a caller may abort with any value, this error too. */
export const hasTimedOut = (signal: AbortSignal | undefined): boolean =>
  signal !== undefined && timedOut.has(signal);

/**
 * Gives each attempt its own timeout and its own signal. The caller's signal has a listener only while an attempt
 * runs, and none afterwards.
 */
export const deadline =
  (timeoutMs: number): Layer =>
  (next) =>
  async (request) => {
    request.signal?.throwIfAborted();
    const attempt = new AbortController();
    const limit = request.timeoutMs ?? timeoutMs;
    const onTimeout = () => {
      if (!attempt.signal.aborted) timedOut.add(attempt.signal);
      attempt.abort(new AttemptTimeout(limit));
    };
    const timer = setTimeout(onTimeout, limit);
    const onAbort = () => attempt.abort(request.signal?.reason);
    request.signal?.addEventListener("abort", onAbort, { once: true });
    try {
      return await next({ ...request, signal: attempt.signal });
    } finally {
      clearTimeout(timer);
      request.signal?.removeEventListener("abort", onAbort);
    }
  };
