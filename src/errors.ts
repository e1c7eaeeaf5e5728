import type { ErrorCategory, RetryClass } from "./types/error-codes.ts";

/** Marks the errors of every copy of the package. */
const brand = Symbol.for("wacloud.error");

/** Base of every error this library throws. */
export class WhatsAppError extends Error {
  /**
   * Goes by name, not by class: class identity would fail wherever a registry holds two copies of the package. The client
   * would take a refusal, created by the other copy, for a failure it knows nothing about.
   */
  static override [Symbol.hasInstance](error: unknown): boolean {
    // biome-ignore-start lint/complexity/noThisInStatic: subclasses inherit this method
    const isOurs = Object.hasOwn(this.prototype, "name"); // a class that a user derived has no name of its own
    if (!isOurs) return Function.prototype[Symbol.hasInstance].call(this, error);
    return isWhatsAppError(error) && listNames(error).includes(this.prototype.name);
    // biome-ignore-end lint/complexity/noThisInStatic: subclasses inherit this method
  }

  /** The name of the class; it survives minification. */
  override get name(): string {
    return "WhatsAppError";
  }
}
Object.defineProperty(WhatsAppError.prototype, brand, { value: true });

/**
 * Whether an error comes from wacloud. Like `instanceof`, this also recognizes errors from another copy of the package:
 * a second version in the dependency tree, the ES module loaded next to the CommonJS one, or a module registry that a
 * test reset.
 */
export function isWhatsAppError(error: unknown): error is WhatsAppError {
  try {
    return typeof error === "object" && error !== null && brand in error;
  } catch {
    return false; // anything can be thrown: a revoked proxy answers every question with an exception
  }
}

/** The names of an error's classes. */
function listNames(error: object): unknown[] {
  const names: unknown[] = [];
  for (let at = Object.getPrototypeOf(error); at !== null; at = Object.getPrototypeOf(at)) {
    if (Object.hasOwn(at, "name")) names.push(at.name);
  }
  return names;
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
  override get name() {
    return "ApiError" as const;
  }
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
  override get name() {
    return "ConnectionError" as const;
  }
}

/** The send queue of this phone number is full, and the message was not sent. Slow down, or raise `rateLimit.maxQueue`. */
export class QueueFullError extends WhatsAppError {
  override get name() {
    return "QueueFullError" as const;
  }
}

/**
 * The message may or may not have been sent: no usable response arrived, and WhatsApp offers no way to find out.
 *
 * If `isKeyed` (a send with an `idempotencyKey`, a reply in a webhook handler), call again with the same key: while
 * the outcome is unknown, nothing is sent, and once a status webhook has settled it, you get the first result. Otherwise,
 * a repeat may reach the customer twice: wait for a status whose `biz_opaque_callback_data` equals `correlationTag`. If
 * none arrives, decide which is worse: a duplicate message, or none.
 */
export class AmbiguousSendError extends WhatsAppError {
  override get name() {
    return "AmbiguousSendError" as const;
  }
  /** The message's `biz_opaque_callback_data`: its status webhooks carry it too. */
  readonly correlationTag: string | undefined;
  /**
   * Whether the send has a key, of your own or as a reply in a webhook handler: repeating it with the same key cannot
   * send a second message.
   */
  readonly isKeyed: boolean;

  constructor(
    message: string,
    options: { correlationTag?: string | undefined; isKeyed?: boolean | undefined; cause?: unknown },
  ) {
    super(message, options);
    this.correlationTag = options.correlationTag;
    this.isKeyed = options.isKeyed ?? false;
  }
}

/** The store failed before anything left: nothing was sent. `cause` holds what the store said. */
export class StoreError extends WhatsAppError {
  override get name() {
    return "StoreError" as const;
  }
}

/**
 * A webhook handler took longer than `handlerTimeoutMs`. Its conversation goes on without it, and what it still
 * tries to send with `replyTo` is refused.
 */
export class HandlerTimeoutError extends WhatsAppError {
  override get name() {
    return "HandlerTimeoutError" as const;
  }
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
  override get name(): string {
    return "ValidationError";
  }
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
  override get name() {
    return "PhoneNumberError" as const;
  }
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
  override get name() {
    return "ConfigurationError" as const;
  }
}

/** A webhook body is not JSON, or not a webhook. Respond with status 400. */
export class WebhookPayloadError extends ValidationError {
  override get name() {
    return "WebhookPayloadError" as const;
  }
}

/** A request to a Flow endpoint, or a file from a Flow, cannot be read. Answer a request with 421; drop a file. */
export class FlowDecryptionError extends WhatsAppError {
  override get name() {
    return "FlowDecryptionError" as const;
  }
}

/**
 * Throw it in the handler of a Flow endpoint when a `flow_token` is no longer valid: WhatsApp shows its message, closes
 * the Flow and disables the button that opens it.
 */
export class InvalidFlowTokenError extends WhatsAppError {
  override get name() {
    return "InvalidFlowTokenError" as const;
  }
}

function hide(target: object, key: string, value: unknown): void {
  Object.defineProperty(target, key, { value, enumerable: false, configurable: true });
}
