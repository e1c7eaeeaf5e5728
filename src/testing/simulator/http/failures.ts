import { ConfigurationError } from "../../../errors.ts";
import type { Json } from "../../../utils/json.ts";

/** A request as the simulator saw it, without its token. */
export interface SimulatedRequest {
  /** `GET`, `POST` or `DELETE`. */
  method: string;
  /** With the version: `/v25.0/106540352242922/messages`. */
  path: string;
  /** Query parameters; a token or proof among them reads `[removed]`. */
  query: Record<string, string>;
  /** Names in lower case; the token is taken out. */
  headers: Record<string, string>;
  /** The parsed body when it is JSON, otherwise `undefined`. */
  body: unknown;
}

/** How often a failure strikes, and what it strikes. */
interface FailureScope {
  /** Default 1. */
  times?: number;
  /** Only requests this is true for. Default: any request. */
  match?: (request: SimulatedRequest) => boolean;
}

/** Meta answers with an error of its own. */
export interface CodeFailure extends FailureScope {
  /** Meta's error code. */
  code: number;
  /** Meta's `error_subcode`. Default: none. */
  subcode?: number;
  /** HTTP status. Default: the documented one of the code. */
  status?: number;
  /** Meta's `error_data.details`. */
  details?: string;
  /** Further response headers, such as `retry-after`. */
  headers?: Record<string, string>;
  /** Whether the request takes effect all the same. Default false. */
  accepted?: boolean;
}

/** Something answers that is not Meta's API: a proxy, a load balancer. */
export interface StatusFailure extends FailureScope {
  /** HTTP status. */
  status: number;
  /** Default empty. */
  body?: string;
  /** Default `text/html`. */
  contentType?: string;
  /** Further response headers. */
  headers?: Record<string, string>;
  /** Whether the request takes effect all the same. Default false. */
  accepted?: boolean;
}

/** The connection is reset: before the request was read, or after it took effect. */
export interface ResetFailure extends FailureScope {
  /** Whether the message was taken: never `before-read`, always `after-read`. */
  reset: "before-read" | "after-read";
}

/** No answer comes: the request was not read, or it took effect. */
export interface HangFailure extends FailureScope {
  /** Whether the message was taken: never `before-read`, always `after-read`. */
  hang: "before-read" | "after-read";
}

/** The request takes effect, and the connection is lost in the middle of the answer's body. */
export interface DropFailure extends FailureScope {
  /** How the answer ends. */
  drop: "cut-body";
}

/** A way for a call to go wrong. */
export type Failure = CodeFailure | StatusFailure | ResetFailure | HangFailure | DropFailure;

/** Decides for each call whether it goes wrong, and how. It sees the body, so the body is read even for `before-read`. */
export type FailureFunction = (request: SimulatedRequest) => Failure | undefined;

/** A failure that was asked for. */
export interface FailureHandle {
  /** How many more times it strikes; `Infinity` for a function. */
  readonly remaining: number;
  /** Takes it back. */
  cancel(): void;
}

/** The failures still to come, in the order they were asked for. */
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

  /** Whether choosing needs to look into the body. */
  get lookInside(): boolean {
    return this.#active().some(({ failure }) => typeof failure === "function" || failure.match !== undefined);
  }

  /** The first failure that strikes this request. */
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
    if (typeof failure === "function") return checked(failure(request));
    if (failure.match?.(request) === false) return undefined;
    this.#remaining -= 1;
    return failure;
  }
}

const checked = (failure: Failure | undefined): Failure | undefined => {
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
  const message = "A failure needs `code`, `status`, `reset`, `hang` or `drop`, with a documented value.";
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
