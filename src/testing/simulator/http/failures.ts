import { ConfigurationError } from "../../../errors.ts";
import type { Json } from "../../../utils/json.ts";

/** A request as the simulator received it, without its token. */
export interface SimulatedRequest {
  /** `GET`, `POST` or `DELETE`. */
  method: string;
  /** With the version: `/v26.0/106540352242922/messages`. */
  path: string;
  /** Query parameters. A token or proof is replaced by `[removed]`. */
  query: Record<string, string>;
  /** Names in lower case. The token is removed. */
  headers: Record<string, string>;
  /** The parsed body if it is JSON or a form, otherwise `undefined`. Tokens and PINs are replaced by `[removed]`. */
  body: unknown;
}

/**
 * Which requests a failure applies to, and when. With `delayMs` or `usage` alone, calls take effect and are answered as
 * always, but late, or with usage headers.
 */
export interface FailureScope {
  /** Number of requests. Default 1; with `every`, no limit. */
  times?: number;
  /** Only requests of this business number. */
  phoneNumberId?: string;
  /** Only requests whose path ends with this: `messages` (but not `marketing_messages`), `message_templates`. */
  path?: string;
  /** Only every n-th of the selected requests. */
  every?: number;
  /** How much later the answer, or what takes its place, comes, in milliseconds of the simulator's clock. Default 0. */
  delayMs?: number;
  /** Percentage of the allowance that `x-app-usage` and `x-business-use-case-usage` report. Default: no such headers. */
  usage?: number;
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
export type Failure = FailureScope | CodeFailure | StatusFailure | ResetFailure | HangFailure | DropFailure;

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
    const times =
      typeof failure === "function"
        ? Number.POSITIVE_INFINITY
        : (failure.times ?? (failure.every === undefined ? 1 : Number.POSITIVE_INFINITY));
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
  #selected = 0;

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
    if (!isSelected(failure, request)) return undefined;
    this.#selected += 1;
    if (this.#selected % (failure.every ?? 1) !== 0) return undefined;
    this.#remaining -= 1;
    return failure;
  }
}

function isSelected({ phoneNumberId, path, match }: Failure, request: SimulatedRequest): boolean {
  if (phoneNumberId !== undefined && !request.path.split("/").includes(phoneNumberId)) return false;
  if (path !== undefined && !request.path.endsWith(path.replace(/^\/?/, "/"))) return false;
  return match?.(request) !== false;
}

const checkChosen = (failure: Failure | undefined): Failure | undefined => {
  if (failure !== undefined) checkFailure(failure);
  return failure;
};

const moments = new Set(["before-read", "after-read"]);

function checkFailure(failure: Failure): void {
  const { code, status, reset, hang, drop, delayMs, usage, every = 1 }: Json = { ...failure };
  const isKnown =
    typeof code === "number" ||
    typeof status === "number" ||
    moments.has(String(reset)) ||
    moments.has(String(hang)) ||
    drop === "cut-body" ||
    isAnswered(failure, [delayMs, usage]);
  const isCountable = Number.isInteger(every) && Number(every) >= 1;
  if (isKnown && isCountable) return;
  const message = isKnown
    ? "`every` must be a whole number of 1 or more."
    : "A failure needs a `code`, `status`, `reset`, `hang`, `drop`, `delayMs` or `usage` with a documented value.";
  throw new ConfigurationError(message, [{ path: "failure", message }]);
}

const replacements = ["code", "status", "reset", "hang", "drop"];

/** Whether a failure only changes when and with what headers the call is answered. */
const isAnswered = (failure: Failure, changes: readonly unknown[]): boolean =>
  !replacements.some((key) => key in failure) && changes.some((change) => typeof change === "number");

/** Whether the request never takes effect. */
export function isBeforeEffect(failure: Failure): boolean {
  if ("reset" in failure || "hang" in failure) return isBeforeRead(failure);
  return ("code" in failure || "status" in failure) && failure.accepted !== true;
}

/** The headers that tell how much of its allowance the app has used, in percent. */
export function usageHeaders({ usage }: Failure, businessAccountId: string): Record<string, string> {
  if (usage === undefined) return {};
  const counts = { call_count: usage, total_cputime: usage, total_time: usage };
  const business = { type: "whatsapp_business_management", ...counts, estimated_time_to_regain_access: 0 };
  return {
    "x-app-usage": JSON.stringify(counts),
    "x-business-use-case-usage": JSON.stringify({ [businessAccountId]: [business] }),
  };
}

/** Whether the request is not even read. */
export const isBeforeRead = (failure: Failure): boolean =>
  ("reset" in failure && failure.reset === "before-read") ||
  ("hang" in failure && failure.hang === "before-read");
