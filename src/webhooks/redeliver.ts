import { type AmbiguousSendError, type ApiError, isWhatsAppError, type WhatsAppError } from "../errors.ts";
import type { ErrorCategory } from "../types/error-codes.ts";
import type { WebhookEvent } from "../types/webhooks/events.ts";

/**
 * Whether time, or a person, can fix the cause for all events. Where not, the error concerns only this message or this
 * recipient: a repeat changes nothing, or does harm.
 */
const isFixable: Readonly<Record<Exclude<ErrorCategory, "unknown">, boolean>> = {
  auth: true,
  permission: true,
  payment: true,
  registration: true,
  throttled: true,
  unavailable: true,
  "spam-limited": false,
  "window-closed": false,
  undeliverable: false,
  "opted-out": false,
  template: false,
  media: false,
  parameter: false,
  policy: false,
  flow: false,
  group: false,
  call: false,
};

/** How old an event may be for a repeat to settle a send whose outcome is unknown. */
const repeatableMs = 15 * 60 * 1000;

/**
 * Whether an event should be delivered again after its handler failed: the default of the option `redeliver`.
 *
 * Yes when time or somebody can fix the cause for all events: an exception of your own code, a database that is down,
 * authentication, billing, rate limits, a lost connection. No when the error concerns only this message or this person
 * (a closed window, an invalid value, a recipient who cannot be reached): a repeat would fail the same way. And no for
 * an `AmbiguousSendError`, because the customer could get the message twice; unless the send has an idempotency key
 * (`error.isKeyed`) and the event is less than 15 minutes old.
 *
 * @example
 * redeliver: (error, event) => !(error instanceof UnknownOrderError) && shouldRedeliver(error, event)
 */
export function shouldRedeliver(error: unknown, event: Pick<WebhookEvent, "timestamp">): boolean {
  return findErrors(error).every((found) => mayRepeat(found, event));
}

function mayRepeat(error: WhatsAppError, event: Pick<WebhookEvent, "timestamp">): boolean {
  switch (error.name) {
    case "ValidationError":
    case "PhoneNumberError":
    case "WebhookPayloadError":
      return false;
    case "ApiError":
      return mayPass(error as ApiError);
    case "AmbiguousSendError":
      return (error as AmbiguousSendError).isKeyed && ageMs(event) < repeatableMs;
    default:
      return true;
  }
}

/** How deep errors are looked into: one may be its own cause. */
const deepest = 5;

/** The errors of wacloud in an error: itself, or those that it was made of. */
function findErrors(error: unknown, depth = 0): WhatsAppError[] {
  if (isWhatsAppError(error)) return [error];
  return depth === deepest ? [] : listParts(error).flatMap((part) => findErrors(part, depth + 1));
}

function listParts(error: unknown): unknown[] {
  try {
    const { cause, errors } = Object(error);
    return Array.isArray(errors) ? [cause, ...errors] : [cause];
  } catch {
    return []; // anything can be thrown: a revoked proxy answers every question with an exception
  }
}

const mayPass = ({ category, retryable }: ApiError): boolean =>
  category === "unknown" ? retryable : isFixable[category];

/** An event without a time is as good as new. */
const ageMs = ({ timestamp }: Pick<WebhookEvent, "timestamp">): number =>
  timestamp === undefined ? 0 : Date.now() - timestamp.getTime();
