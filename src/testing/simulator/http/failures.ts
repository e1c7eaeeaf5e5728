import { ConfigurationError } from "../../../errors.ts";
import type { Json } from "../../../utils/json.ts";

/** A request as the simulator received it, without its token. */
export interface SimulatedRequest {
  /** `GET`, `POST` or `DELETE`. */
  method: string;
  /** With the version: `/v25.0/106540352242922/messages`. */
  path: string;
  /** Query parameters. A token or proof is replaced by `[removed]`. */
  query: Record<string, string>;
  /** Names in lower case. The token is removed. */
  headers: Record<string, string>;
  /** The parsed body if it is JSON or a form, otherwise `undefined`. Tokens and PINs are replaced by `[removed]`. */
  body: unknown;
}

/** How many requests a failure applies to, and which. */
interface FailureScope {
  /** Number of requests. Default 1. */
  times?: number;
  /** Selects the requests. Default: any request. */
  match?: (request: SimulatedRequest) => boolean;
}

/** Meta answers with an error code. */
export interface CodeFailure extends FailureScope {
  /** Meta's error code. */
  code: number;
  /** Meta's `error_subcode`. Default: none. */
  subcode?: number;
  /** HTTP status. Default: the documented status of the code. */
  status?: number;
  /** Meta's `error_data.details`. */
  details?: string;
  /** Additional response headers, such as `retry-after`. */
  headers?: Record<string, string>;
  /** Whether the request takes effect anyway. Default false. */
  accepted?: boolean;
}

/** Something other than Meta's API answers, such as a proxy or load balancer. */
export interface StatusFailure extends FailureScope {
  /** HTTP status. */
  status: number;
  /** Response body. Default: empty. */
  body?: string;
  /** Default `text/html`. */
  contentType?: string;
  /** Additional response headers. */
  headers?: Record<string, string>;
  /** Whether the request takes effect anyway. Default false. */
  accepted?: boolean;
}

/** The connection is reset, either before the request is read or after it took effect. */
export interface ResetFailure extends FailureScope {
  /** `before-read`: the request has no effect. `after-read`: it took effect. */
  reset: "before-read" | "after-read";
}

/** No response is sent: the request is not read, or it took effect. */
export interface HangFailure extends FailureScope {
  /** `before-read`: the request has no effect. `after-read`: it took effect. */
  hang: "before-read" | "after-read";
}

/** The request takes effect, and the connection is lost in the middle of the response body. */
export interface DropFailure extends FailureScope {
  /** Where the connection is lost. */
  drop: "cut-body";
}

/** A failure to inject. */
export type Failure = CodeFailure | StatusFailure | ResetFailure | HangFailure | DropFailure;

/** Chooses a failure for each request, or none. It sees the body, so the body is read even with `before-read`. */
export type FailureFunction = (request: SimulatedRequest) => Failure | undefined;

/** An injected failure. */
export interface FailureHandle {
  /** Number of requests it still applies to; `Infinity` for a function. */
  readonly remaining: number;
  /** Cancels it. */
  cancel(): void;
}

/** Failures that are still to be injected, in the order they were added. */
export class Failures {
  #scripts: Script[] = [];

  add(failure: Failure | FailureFunction): FailureHandle {
    if (typeof failure !== "function") checkFailure(failure);
    const times = typeof failure === "function" ? Number.POSITIVE_INFINITY : (failure.times ?? 1);
    const script = new Script(failure, times);
    this.#scripts.push(script);
    return script;
  }

  clear(): void {
    for (const script of this.#scripts) script.cancel();
    this.#scripts = [];
  }

  /** Whether the choice depends on the body. */
  get needsBody(): boolean {
    return this.#active().some(({ failure }) => typeof failure === "function" || failure.match !== undefined);
  }

  /** Takes the first failure that applies to this request. */
  next(request: SimulatedRequest): Failure | undefined {
    for (const script of this.#active()) {
      const failure = script.strike(request);
      if (failure !== undefined) return failure;
    }
    return undefined;
  }

  #active(): Script[] {
    this.#scripts = this.#scripts.filter(({ remaining }) => remaining > 0);
    return this.#scripts;
  }
}

class Script implements FailureHandle {
  readonly failure: Failure | FailureFunction;
  #remaining: number;

  constructor(failure: Failure | FailureFunction, times: number) {
    this.failure = failure;
    this.#remaining = times;
  }

  get remaining(): number {
    return this.#remaining;
  }

  cancel(): void {
    this.#remaining = 0;
  }

  strike(request: SimulatedRequest): Failure | undefined {
    const { failure } = this;
    if (typeof failure === "function") return checkChosen(failure(request));
    if (failure.match?.(request) === false) return undefined;
    this.#remaining -= 1;
    return failure;
  }
}

const checkChosen = (failure: Failure | undefined): Failure | undefined => {
  if (failure !== undefined) checkFailure(failure);
  return failure;
};

const moments = new Set(["before-read", "after-read"]);

function checkFailure(failure: Failure): void {
  const { code, status, reset, hang, drop }: Json = { ...failure };
  const isKnown =
    typeof code === "number" ||
    typeof status === "number" ||
    moments.has(String(reset)) ||
    moments.has(String(hang)) ||
    drop === "cut-body";
  if (isKnown) return;
  const message = "A failure needs a `code`, `status`, `reset`, `hang` or `drop` with a documented value.";
  throw new ConfigurationError(message, [{ path: "failure", message }]);
}

/** Whether the request never takes effect. */
export function isBeforeEffect(failure: Failure): boolean {
  if ("reset" in failure) return failure.reset === "before-read";
  if ("hang" in failure) return failure.hang === "before-read";
  return !("drop" in failure) && failure.accepted !== true;
}

/** Whether the request is not even read. */
export const isBeforeRead = (failure: Failure): boolean =>
  ("reset" in failure && failure.reset === "before-read") ||
  ("hang" in failure && failure.hang === "before-read");
