import pRetry from "p-retry";
import { AmbiguousSendError, ApiError, ConnectionError, isWhatsAppError } from "../errors.ts";
import type { Logger } from "../types/common.ts";
import { log } from "../utils/log.ts";
import type { Clock } from "./clock.ts";
import type { ApiRequest, Layer } from "./pipeline.ts";
import { ambiguousSend } from "./transport/ambiguous-send.ts";

/** How failed calls are repeated. */
export interface RetrySettings {
  attempts: number;
  minDelayMs: number;
  maxDelayMs: number;
  ambiguous: boolean;
}

/** Repeats what may be repeated, after the delay that Meta or its documentation asks for. */
export const retry =
  (settings: RetrySettings, clock: Clock, logger: Logger | undefined): Layer =>
  (next) =>
  async (request) => {
    const history: History = { attempts: 0, unclear: undefined };
    const attempt = async () => {
      history.attempts++;
      return settle(() => next(request), history);
    };
    try {
      const outcome = await pRetry(attempt, {
        retries: settings.attempts - 1,
        minTimeout: 0, // the delay is ours: it depends on Meta's response
        shouldRetry: async ({ error, attemptNumber }) => {
          const delayMs = delayFor(error, attemptNumber, request, settings, clock);
          if (delayMs === undefined) return false;
          log(logger, "info", "wacloud: repeating a call", {
            ...toLogFields(request, error),
            attempt: attemptNumber,
            delayMs,
          });
          await clock.sleep(delayMs, request.signal);
          return true;
        },
      });
      if ("rejected" in outcome) throw outcome.rejected;
      return outcome.resolved;
    } catch (error) {
      throw conclude(error, request, history);
    }
  };

/** What happened to a call so far. */
interface History {
  attempts: number;
  /** The number of the first attempt whose outcome is unknown. */
  unclear: number | undefined;
}

/** Once an attempt may have been carried out, no later failure can prove that the call was not. */
function conclude(error: unknown, request: ApiRequest, { attempts, unclear }: History): unknown {
  const isUnclear = error instanceof AmbiguousSendError;
  if (unclear === undefined || (isUnclear && unclear === attempts)) return error;
  return ambiguousSend(request, isUnclear ? error.cause : error, { repeated: unclear < attempts });
}

type Outcome<T> = { resolved: T } | { rejected: unknown };

/** An abort reason can be any value and must reach the caller unchanged, so p-retry sees only our own errors. */
async function settle<T>(action: () => Promise<T>, history: History): Promise<Outcome<T>> {
  try {
    return { resolved: await action() };
  } catch (error) {
    if (error instanceof AmbiguousSendError) history.unclear ??= history.attempts;
    if (isWhatsAppError(error)) throw error;
    return { rejected: error };
  }
}

/** How long to wait before repeating, in milliseconds; `undefined` if the call must not be repeated. */
function delayFor(
  error: unknown,
  attempt: number,
  request: ApiRequest,
  settings: RetrySettings,
  clock: Clock,
): number | undefined {
  if (!isSafeToRepeat(error, request, settings.ambiguous)) return undefined;
  const asked = error instanceof ApiError ? (error.retryAfterMs ?? pairPauseMs(error, attempt)) : undefined;
  if (asked === undefined) return jitter(attempt, settings, clock);
  if (asked <= settings.maxDelayMs) return asked;
  if (error instanceof ApiError) Object.assign(error, { retryAfterMs: asked });
  return undefined;
}

/** A send is repeated only if Meta certainly did not accept it. */
function isSafeToRepeat(error: unknown, request: ApiRequest, ambiguous = false): boolean {
  if (request.signal?.aborted) return false;
  if (error instanceof AmbiguousSendError) return ambiguous;
  if (error instanceof ConnectionError) return true;
  if (!(error instanceof ApiError) || error.retryClass === "never" || error.retryClass === "refresh")
    return false;
  return request.idempotent || wasNotAccepted(error);
}

/** Codes that mean Meta did not accept the message. */
const wasNotAccepted = ({ category, code }: ApiError): boolean =>
  category === "throttled" || code === 131_016 || code === 133_004 || code === 131_057;

/** Meta's rule for the pair limit: 4^n seconds, with n starting at 0. */
const pairPauseMs = ({ code }: ApiError, attempt: number): number | undefined =>
  code === 131_056 ? 1000 * 4 ** (attempt - 1) : undefined;

const jitter = (attempt: number, { minDelayMs, maxDelayMs }: RetrySettings, clock: Clock): number =>
  clock.random() * Math.min(maxDelayMs, minDelayMs * 2 ** (attempt - 1));

function toLogFields({ method, path }: ApiRequest, error: unknown) {
  const { code, category } = error instanceof ApiError ? error : { code: undefined, category: undefined };
  return { method, path: path.split("?")[0], error: (error as Error).name, code, category };
}
