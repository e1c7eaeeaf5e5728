import type { Layer } from "./pipeline.ts";

/** The abort reason when an attempt times out. */
export class AttemptTimeout extends Error {
  override readonly name = "TimeoutError";

  constructor(milliseconds: number) {
    super(`No response within ${milliseconds} ms.`);
  }
}

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
    const timer = setTimeout(() => attempt.abort(new AttemptTimeout(limit)), limit);
    const onAbort = () => attempt.abort(request.signal?.reason);
    request.signal?.addEventListener("abort", onAbort, { once: true });
    try {
      return await next({ ...request, signal: attempt.signal });
    } finally {
      clearTimeout(timer);
      request.signal?.removeEventListener("abort", onAbort);
    }
  };
