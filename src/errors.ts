import type { ErrorCategory, RetryClass } from "./types/error-codes.ts";

const brand = Symbol.for("wacloud.WhatsAppError");

/** Base of every error this library throws. */
export class WhatsAppError extends Error {
  /** The name of the class, which minifying does not change. */
  override readonly name: string = "WhatsAppError";

  static {
    Object.defineProperty(WhatsAppError.prototype, brand, { value: true });
  }
}

/**
 * Whether an error comes from wacloud, also when it was thrown by another copy of the package
 * (two versions in one tree, ESM beside CommonJS), where `instanceof` says no.
 */
export function isWhatsAppError(error: unknown): error is WhatsAppError {
  return typeof error === "object" && error !== null && brand in error;
}

/** Everything an {@link ApiError} is made of. */
export interface ApiErrorFacts {
  /** The error's message, without anything that was sent. */
  message: string;
  /** HTTP status; none for an error in a webhook. */
  status?: number | undefined;
  /** Meta's error code. */
  code?: number | undefined;
  /** Meta's `error_subcode`. */
  subcode?: number | undefined;
  /** What kind of trouble it is. */
  category: ErrorCategory;
  /** How repeating is to be judged. */
  retryClass: RetryClass;
  /** How long to wait before repeating, in milliseconds. */
  retryAfterMs?: number | undefined;
  /** Meta's `fbtrace_id`. */
  traceId?: string | undefined;
  /** Meta's `error_data.details`. */
  details?: string | undefined;
  /** What to do, in a sentence. */
  hint: string;
  /** Where Meta said it. */
  source: "response" | "webhook";
  /** Meta's whole answer. */
  body?: unknown;
}

/**
 * Meta answered, and the answer was no.
 *
 * Branch on `category` or on `code`; the HTTP status of one and the same error varies. `hint` says what to do.
 *
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/support/error-codes
 */
export class ApiError extends WhatsAppError {
  override readonly name = "ApiError";
  /** HTTP status; `undefined` for an error that arrived inside a webhook. */
  readonly status: number | undefined;
  /** Meta's error code; `undefined` when the answer was not Meta's JSON (a proxy's page, an empty body). */
  readonly code: number | undefined;
  /** Meta's `error_subcode`: deprecated by Meta, but some template and token errors still depend on it. */
  readonly subcode: number | undefined;
  /** What kind of trouble this is: the field to branch on. */
  readonly category: ErrorCategory;
  /** How repeating the same request is to be judged. */
  readonly retryClass: RetryClass;
  /** Whether the same request can succeed later without anybody changing anything. */
  readonly retryable: boolean;
  /** How long to wait before repeating, in milliseconds, when Meta or its documentation names a time. */
  readonly retryAfterMs: number | undefined;
  /** Quote this to Meta's support. */
  readonly traceId: string | undefined;
  /** Meta's `error_data.details`, without anything that was sent in the request. */
  readonly details: string | undefined;
  /** What to do about it, in a sentence. */
  readonly hint: string;
  /** Whether Meta said it in answer to a call, or later in a webhook. */
  readonly source: "response" | "webhook";
  /** Meta's whole answer. Not enumerable, so that logging the error does not print what it holds. */
  declare readonly body: unknown;

  constructor(facts: ApiErrorFacts) {
    super(facts.message);
    this.status = facts.status;
    this.code = facts.code;
    this.subcode = facts.subcode;
    this.category = facts.category;
    this.retryClass = facts.retryClass;
    this.retryable = facts.retryClass !== "never" && facts.retryClass !== "refresh";
    this.retryAfterMs = facts.retryAfterMs;
    this.traceId = facts.traceId;
    this.details = facts.details;
    this.hint = facts.hint;
    this.source = facts.source;
    hide(this, "body", facts.body);
  }
}

/**
 * No answer arrived. For a send this is thrown only when the request certainly did not leave
 * (address not found, connection refused, certificate refused): it is safe to repeat.
 */
export class ConnectionError extends WhatsAppError {
  override readonly name = "ConnectionError";
}

/** The send queue of this phone number is full; the message never left. Slow down, or raise `rateLimit.maxQueue`. */
export class QueueFullError extends WhatsAppError {
  override readonly name = "QueueFullError";
}

/**
 * The message may have been sent, and may not: no usable answer arrived, and WhatsApp offers no way to ask.
 *
 * Repeating it may reach the customer twice. Wait for a status webhook whose `biz_opaque_callback_data`
 * equals `correlationTag`; when none comes, decide for yourself whether a second message or none is worse.
 */
export class AmbiguousSendError extends WhatsAppError {
  override readonly name = "AmbiguousSendError";
  /** What travelled as `biz_opaque_callback_data`: status webhooks of this message bring it back. */
  readonly correlationTag: string | undefined;

  constructor(message: string, options: { correlationTag?: string | undefined; cause?: unknown }) {
    super(message, { cause: options.cause });
    this.correlationTag = options.correlationTag;
  }
}

/** One thing wrong with an input. */
export interface ValidationIssue {
  /** Where, in dots: `interactive.action.buttons.0.reply.title`. */
  path: string;
  /** What is wrong and what the limit is; never the value itself. */
  message: string;
}

/** The input breaks a documented rule; nothing was sent. `issues` names every field that is wrong. */
export class ValidationError extends WhatsAppError {
  override readonly name: string = "ValidationError";
  /** Everything that is wrong, each with its place. */
  readonly issues: readonly ValidationIssue[];

  constructor(message: string, issues: readonly ValidationIssue[]) {
    super(message);
    this.issues = issues;
  }
}

/** Why a phone number was refused. */
export type PhoneNumberReason =
  | "empty"
  | "not-a-number"
  | "missing-country-code"
  | "invalid-country-code"
  | "too-short"
  | "too-long"
  | "invalid-length"
  | "has-extension";

/** A recipient's phone number cannot be dialled as given. */
export class PhoneNumberError extends ValidationError {
  override readonly name = "PhoneNumberError";
  /** What is wrong with the number. */
  readonly reason: PhoneNumberReason;
  /** The likely E.164 form, where one can be told. Not enumerable, so that no log prints a phone number. */
  declare readonly suggestion: string | undefined;

  constructor(
    message: string,
    facts: { path: string; reason: PhoneNumberReason; suggestion?: string | undefined },
  ) {
    super(message, [{ path: facts.path, message }]);
    this.reason = facts.reason;
    hide(this, "suggestion", facts.suggestion);
  }
}

/** The library was set up wrongly: an option or environment variable is missing or malformed. */
export class ConfigurationError extends ValidationError {
  override readonly name = "ConfigurationError";
}

/** A webhook body is not JSON, or is JSON that is no webhook. Answer 400. */
export class WebhookPayloadError extends ValidationError {
  override readonly name = "WebhookPayloadError";
}

function hide(target: object, key: string, value: unknown): void {
  Object.defineProperty(target, key, { value, enumerable: false, configurable: true });
}
