import type { ErrorCategory, RetryClass } from "./types/error-codes.ts";

/** What each class and its errors are recognized by; the same in every copy of the package. */
const brandOf = (name: string): symbol => Symbol.for(`wacloud.${name}`);

/** Base of every error this library throws. */
export class WhatsAppError extends Error {
  /** The name of the class; it survives minification. */
  override readonly name: string = "WhatsAppError";
}

/**
 * Whether an error comes from wacloud. Like `instanceof`, this also recognizes errors from another copy of the package:
 * a second version in the dependency tree, the ES module loaded next to the CommonJS one, or a module registry that a
 * test reset.
 */
export function isWhatsAppError(error: unknown): error is WhatsAppError {
  return hasBrand(error, "WhatsAppError");
}

function hasBrand(error: unknown, name: string): boolean {
  try {
    return typeof error === "object" && error !== null && brandOf(name) in error;
  } catch {
    return false; // anything can be thrown: a revoked proxy answers every question with an exception
  }
}

/**
 * Makes `instanceof` go by brand. Class identity would fail wherever a registry holds two copies: the client would take
 * a refusal, created by the other copy, for a failure it knows nothing about.
 */
function recognizeByBrand(name: string, errorClass: { readonly prototype: object }): void {
  Object.defineProperty(errorClass.prototype, brandOf(name), { value: true });
  Object.defineProperty(errorClass, Symbol.hasInstance, {
    value(this: unknown, error: unknown) {
      // A class that a user derived inherits this method, but not the brand.
      return this === errorClass
        ? hasBrand(error, name)
        : Function.prototype[Symbol.hasInstance].call(this, error);
    },
  });
}

/** The facts an {@link ApiError} is built from. */
export interface ApiErrorFacts {
  /** The error's message, free of anything that was sent. */
  message: string;
  /** HTTP status; `undefined` for an error in a webhook. */
  status?: number | undefined;
  /** Meta's error code. */
  code?: number | undefined;
  /** Meta's `error_subcode`. */
  subcode?: number | undefined;
  /** What kind of problem it is. */
  category: ErrorCategory;
  /** Whether and when to repeat the request. */
  retryClass: RetryClass;
  /** How long to wait before repeating, in milliseconds. */
  retryAfterMs?: number | undefined;
  /** Meta's `fbtrace_id`. */
  traceId?: string | undefined;
  /** Meta's `error_data.details`. */
  details?: string | undefined;
  /** What to do about it. */
  hint: string;
  /** Where the error was reported. */
  source: "response" | "webhook";
  /** Meta's full response. */
  body?: unknown;
}

/**
 * Meta refused the request.
 *
 * Branch on `category` or `code`; the HTTP status of the same error varies. `hint` says what to do.
 *
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/support/error-codes
 */
export class ApiError extends WhatsAppError {
  override readonly name = "ApiError";
  /** HTTP status; `undefined` for an error that arrived inside a webhook. */
  readonly status: number | undefined;
  /** Meta's error code; `undefined` if the response was not Meta's JSON (a proxy's error page, an empty body). */
  readonly code: number | undefined;
  /** Meta's `error_subcode`. Meta has deprecated it, but some template and token errors still depend on it. */
  readonly subcode: number | undefined;
  /** What kind of problem this is: the field to branch on. */
  readonly category: ErrorCategory;
  /** Whether and when to repeat the same request. */
  readonly retryClass: RetryClass;
  /** Whether the same request can succeed later without any change. */
  readonly retryable: boolean;
  /** How long to wait before repeating, in milliseconds, if Meta or its documentation states a time. */
  readonly retryAfterMs: number | undefined;
  /** Meta's `fbtrace_id`: quote it when you contact Meta's support. */
  readonly traceId: string | undefined;
  /** Meta's `error_data.details`, free of anything that was sent in the request. */
  readonly details: string | undefined;
  /** What to do about it. */
  readonly hint: string;
  /** Whether Meta reported it in the response to a call, or later in a webhook. */
  readonly source: "response" | "webhook";
  /** Meta's full response. Not enumerable, so logging the error does not print it. */
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
 * No response arrived. A send is rejected with this only if the request certainly never left (host not found,
 * connection refused, certificate rejected), so it is safe to repeat.
 */
export class ConnectionError extends WhatsAppError {
  override readonly name = "ConnectionError";
}

/** The send queue of this phone number is full, and the message was not sent. Slow down, or raise `rateLimit.maxQueue`. */
export class QueueFullError extends WhatsAppError {
  override readonly name = "QueueFullError";
}

/**
 * The message may or may not have been sent: no usable response arrived, and WhatsApp offers no way to find out.
 *
 * If you repeat it, the customer may receive it twice. Wait for a status webhook whose `biz_opaque_callback_data`
 * equals `correlationTag`. If none arrives, decide which is worse: a duplicate message, or none.
 */
export class AmbiguousSendError extends WhatsAppError {
  override readonly name = "AmbiguousSendError";
  /** The message's `biz_opaque_callback_data`: its status webhooks carry it too. */
  readonly correlationTag: string | undefined;
  /** Whether the send has an idempotency key: repeating it with the same key cannot send a second message. */
  readonly isKeyed: boolean;

  constructor(
    message: string,
    options: { correlationTag?: string | undefined; isKeyed?: boolean | undefined; cause?: unknown },
  ) {
    super(message, { cause: options.cause });
    this.correlationTag = options.correlationTag;
    this.isKeyed = options.isKeyed ?? false;
  }
}

/** The store failed before anything left: nothing was sent. `cause` holds what the store said. */
export class StoreError extends WhatsAppError {
  override readonly name = "StoreError";
}

/**
 * A webhook handler took longer than `handlerTimeoutMs`. Its conversation goes on without it, and what it still
 * tries to send with `replyTo` is refused.
 */
export class HandlerTimeoutError extends WhatsAppError {
  override readonly name = "HandlerTimeoutError";
}

/** One thing wrong with an input. */
export interface ValidationIssue {
  /** The path of the field, as you wrote it: `buttons.0.title`. */
  path: string;
  /** What is wrong, and the limit if there is one; never the value itself. Reads as a continuation of the path. */
  message: string;
}

/** The input breaks a documented rule, and nothing was sent. `issues` lists every field that is wrong. */
export class ValidationError extends WhatsAppError {
  override readonly name: string = "ValidationError";
  /** Everything that is wrong, each issue with its path. */
  readonly issues: readonly ValidationIssue[];

  constructor(message: string, issues: readonly ValidationIssue[]) {
    super(message);
    this.issues = issues;
  }
}

/** Why a phone number was rejected. */
export type PhoneNumberReason =
  | "empty"
  | "not-a-number"
  | "missing-country-code"
  | "invalid-country-code"
  | "too-short"
  | "too-long"
  | "invalid-length"
  | "has-extension";

/** A recipient's phone number cannot be dialed as given, and nothing was sent. */
export class PhoneNumberError extends ValidationError {
  override readonly name = "PhoneNumberError";
  /** What is wrong with the number. */
  readonly reason: PhoneNumberReason;
  /** The number you probably meant, in E.164 form, if there is one. Not enumerable, so no log prints a phone number. */
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

/** The library is misconfigured: an option or environment variable is missing, malformed or unknown. */
export class ConfigurationError extends ValidationError {
  override readonly name = "ConfigurationError";
}

/** A webhook body is not JSON, or not a webhook. Respond with status 400. */
export class WebhookPayloadError extends ValidationError {
  override readonly name = "WebhookPayloadError";
}

function hide(target: object, key: string, value: unknown): void {
  Object.defineProperty(target, key, { value, enumerable: false, configurable: true });
}

const classes = {
  WhatsAppError,
  ApiError,
  ConnectionError,
  QueueFullError,
  AmbiguousSendError,
  ValidationError,
  PhoneNumberError,
  ConfigurationError,
  WebhookPayloadError,
};
for (const [name, errorClass] of Object.entries(classes)) recognizeByBrand(name, errorClass);
