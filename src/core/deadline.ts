import type { Layer } from "./pipeline.ts";

/** The reason of an abort that the deadline, not the caller, asked for. */
export class AttemptTimeout extends Error {
  override readonly name = "TimeoutError";

  constructor(milliseconds: number) {
    super(`No answer within ${milliseconds} ms.`);
  }
}

/**
 * Gives each attempt its own time and its own signal, so that the caller's signal is listened to only while an
 * attempt runs and nothing is left on it afterwards.
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
