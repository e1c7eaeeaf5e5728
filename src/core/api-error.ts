import { ApiError } from "../errors.ts";
import { type ErrorCode, errorCodes, tokenSubcodes } from "../types/error-codes.ts";
import { longestDuration } from "../utils/duration.ts";
import { parseJson } from "../utils/json.ts";
import { scrubDigits } from "./redact.ts";
import { findErrorEnvelope } from "./transport/error-envelope.ts";

/** An error object from a webhook, as in the `errors` of a message, a status or a call. */
export interface WebhookErrorLike {
  /** Meta's error code. */
  code?: number | string | undefined;
  /** Meta's title for the code. */
  title?: string | undefined;
  /** The same text as `title`. */
  message?: string | undefined;
  /** Meta's explanation of this particular case. */
  error_data?: { details?: string | undefined } | undefined;
}

/** An unsuccessful response, as far as it could be read. */
export interface FailedAnswer {
  status: number;
  headers: Headers;
  /** Decoded JSON, or `undefined` if the body is not JSON. */
  body: unknown;
  /** What is wrong with a response that has no error of Meta's. */
  problem?: string;
}

/** Removes from one of Meta's texts whatever the request contained. */
export type Redact = (text: string) => string;

/** The `ApiError` for a response that is not the expected answer. */
export function responseError({ status, headers, body, problem }: FailedAnswer, redact: Redact): ApiError {
  const envelope = findErrorEnvelope(body) ?? {};
  const code = toNumber(envelope.code);
  const subcode = toNumber(envelope.error_subcode);
  const known = findCode(code, subcode) ?? fallback(status, code, envelope.is_transient === true);
  const details = redactOptional(findDetails(envelope.error_data), redact);
  const title =
    typeof envelope.message === "string" ? redact(envelope.message) : (problem ?? "no usable response");
  return new ApiError({
    message: message(title, details, code, status, known.retryClass === "ambiguous"),
    status,
    code,
    subcode,
    category: known.category,
    retryClass: status === 409 && code === 100 ? "backoff" : known.retryClass,
    retryAfterMs: findWaitMs(headers, code, details) ?? known.retryAfterMs,
    traceId: traceId(envelope.fbtrace_id, headers),
    details,
    hint: findHint(known, code, subcode),
    source: "response",
    body,
  });
}

/**
 * Turns an error object from a webhook into an `ApiError`: `event.error`, or an element of the `errors` of a failed
 * status or an unsupported message.
 *
 * @example
 * on: {
 *   "status.failed": ({ status }) => {
 *     const [error] = (status.errors ?? []).map(toApiError);
 *     if (error?.category === "window-closed") return sendTemplateInstead(status.recipient_id);
 *   },
 * }
 *
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages/errors
 */
export function toApiError(error: WebhookErrorLike): ApiError {
  const code = toNumber(error.code);
  const known = findCode(code, undefined) ?? fallback(400, code, false);
  const details = redactOptional(error.error_data?.details, scrubDigits);
  const title = scrubDigits(error.title ?? error.message ?? "WhatsApp reported an error");
  return new ApiError({
    message: message(title, details, code, undefined),
    code,
    category: known.category,
    retryClass: known.retryClass,
    retryAfterMs: known.retryAfterMs,
    details,
    hint: findHint(known, code, undefined),
    source: "webhook",
    body: error,
  });
}

/** Template codes also arrive as subcodes of 100; the more precise of the two wins. */
function findCode(code: number | undefined, subcode: number | undefined): ErrorCode | undefined {
  if (code === undefined) return undefined;
  const precise = code === 100 && subcode !== undefined ? errorCodes[subcode] : undefined;
  return precise ?? errorCodes[code];
}

/** The entry for an undocumented code. */
function fallback(status: number, code: number | undefined, transient: boolean): ErrorCode {
  const unknown = "This error is not documented. Look at `code`, `details` and Meta's status page.";
  if (code !== undefined && code > 200 && code < 300) {
    return { category: "permission", retryClass: "never", hint: unknown };
  }
  if (status === 429 || (code !== undefined && code >= 80_000 && code <= 80_014)) {
    return { category: "throttled", retryClass: "backoff", hint: "Too many calls. Make them less often." };
  }
  if (status === 408) return { category: "unavailable", retryClass: "backoff", hint: unknown };
  if (status === 401) return { category: "auth", retryClass: "never", hint: unknown };
  if (transient || status >= 500 || status < 400) {
    return { category: "unavailable", retryClass: "ambiguous", hint: "WhatsApp had a problem. Try again." };
  }
  return { category: "unknown", retryClass: "never", hint: unknown };
}

function findHint(known: ErrorCode, code: number | undefined, subcode: number | undefined): string {
  const isToken = code === 190 || code === 102 || code === 0;
  return (isToken && subcode !== undefined ? tokenSubcodes[subcode] : undefined) ?? known.hint;
}

function message(
  title: string,
  details: string | undefined,
  code: number | undefined,
  status: number | undefined,
  isUnclear = false,
): string {
  const facts = [
    code === undefined ? undefined : `code ${code}`,
    status === undefined ? undefined : `HTTP ${status}`,
  ];
  const shown = facts.filter((fact) => fact !== undefined).join(", ");
  const reason = details !== undefined && details !== title ? `: ${details}` : "";
  const outcome = isUnclear ? "WhatsApp gave no clear answer" : "WhatsApp refused the request";
  return `${outcome}: ${title}${reason}${shown === "" ? "" : ` (${shown})`}`;
}

/** `error_data` is documented as an object, but other Graph products send a string. */
function findDetails(data: unknown): string | undefined {
  if (typeof data === "string") return data;
  if (typeof data !== "object" || data === null || !("details" in data)) return undefined;
  return typeof data.details === "string" ? data.details : undefined;
}

function findWaitMs(
  headers: Headers,
  code: number | undefined,
  details: string | undefined,
): number | undefined {
  const usage = code === 4 || code === 80_007 || code === 80_008 ? regainAccessMs(headers) : undefined;
  const written =
    code === 133_008 || code === 133_009 || code === 138_012 ? writtenWaitMs(details) : undefined;
  const waitMs = retryAfterMs(headers) ?? usage ?? written;
  return waitMs === undefined ? undefined : Math.ceil(waitMs);
}

/** `Retry-After` is a number of seconds, or a date by the clock of the server. */
function retryAfterMs(headers: Headers): number | undefined {
  const value = headers.get("retry-after") ?? "";
  if (value.trim() === "") return undefined;
  const seconds = Number(value);
  const milliseconds = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(value) - serverTime(headers);
  return Number.isNaN(milliseconds) ? undefined : Math.min(Math.max(0, milliseconds), longestDuration);
}

const serverTime = (headers: Headers): number => Date.parse(headers.get("date") ?? "") || Date.now();

/** The longest `estimated_time_to_regain_access` (minutes) in `x-business-use-case-usage`. */
function regainAccessMs(headers: Headers): number | undefined {
  const usage = parseJson(headers.get("x-business-use-case-usage") ?? "");
  if (typeof usage !== "object" || usage === null) return undefined;
  const minutes = Object.values(usage)
    .flat()
    .map((entry: unknown) =>
      toNumber((entry as Record<string, unknown> | null)?.estimated_time_to_regain_access),
    )
    .filter((value) => value !== undefined && value > 0);
  return minutes.length === 0 ? undefined : Math.max(...(minutes as number[])) * 60_000;
}

/** The wait that Meta states only in its text: "try again in 3 hours". */
function writtenWaitMs(details: string | undefined): number | undefined {
  const found = /(\d+)\s*(second|minute|hour|day)/i.exec(details ?? "");
  if (found === null) return undefined;
  const unit = { second: 1000, minute: 60_000, hour: 3_600_000, day: 86_400_000 }[
    String(found[2]).toLowerCase()
  ];
  return unit === undefined ? undefined : Number(found[1]) * unit;
}

function traceId(value: unknown, headers: Headers): string | undefined {
  return typeof value === "string" ? value : (headers.get("x-fb-trace-id") ?? undefined);
}

function toNumber(value: unknown): number | undefined {
  const number = typeof value === "string" && value !== "" ? Number(value) : value;
  return typeof number === "number" && Number.isFinite(number) ? number : undefined;
}

function redactOptional(text: string | undefined, redact: Redact): string | undefined {
  return text === undefined ? undefined : redact(text);
}
