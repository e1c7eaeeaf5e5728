import { durationProblem } from "../utils/duration.ts";
import { onAbort } from "../utils/on-abort.ts";
import type { Layer } from "./pipeline.ts";
import { invalid } from "./validate.ts";

/** The abort reason when an attempt times out. */
class AttemptTimeout extends Error {
  override readonly name = "TimeoutError";

  constructor(milliseconds: number) {
    super(`No response within ${milliseconds} ms.`);
  }
}

/** Refuses a call's own time limit that no timer can keep, before anything waits. */
export const checkTimeout: Layer = (next) => (request) => {
  const { timeoutMs } = request;
  const message = timeoutMs === undefined ? undefined : durationProblem(timeoutMs, { min: 1 });
  if (message === undefined) return next(request);
  return Promise.reject(invalid("call options", [{ path: "timeoutMs", message }]));
};

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
    const stop = onAbort(request.signal, () => attempt.abort(request.signal?.reason));
    try {
      return await next({ ...request, signal: attempt.signal });
    } finally {
      clearTimeout(timer);
      stop();
    }
  };
