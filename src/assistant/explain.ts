import {
  AmbiguousSendError,
  ApiError,
  ConnectionError,
  isWhatsAppError,
  PhoneNumberError,
  QueueFullError,
  ValidationError,
} from "../errors.ts";
import { Refusal } from "./refusal.ts";

/** A failure as an assistant is told: what happened, and what to do next. */
export interface ToolFailure {
  /** The class of the error, or the guard rail that refused. */
  type: string;
  /** What happened, and what to do next, in one text. */
  message: string;
  /** Whether the message may have been sent: then it must not be sent again under another key. */
  may_have_been_sent: boolean;
  /** Meta's error code. */
  code?: number | undefined;
  /** What kind of problem it is. */
  category?: string | undefined;
  /** How long to wait before trying again. */
  retry_after_seconds?: number | undefined;
  /** The fields that are wrong. */
  issues?: readonly { path: string; message: string }[] | undefined;
}

/** What an assistant is told about an error; `undefined` if neither the assistant nor its user can do anything about it. */
export function explain(error: unknown): ToolFailure | undefined {
  if (error instanceof Refusal) return { type: error.reason, ...unsent(error.message) };
  if (!isWhatsAppError(error)) return undefined;
  if (error instanceof AmbiguousSendError) return ambiguous(error);
  return { type: error.name, ...unsent(error.message), ...details(error) };
}

const unsent = (message: string) => ({ message, may_have_been_sent: false });

const ambiguous = (error: AmbiguousSendError): ToolFailure => ({
  type: error.name,
  message:
    "It is unknown whether WhatsApp took the message. Do not send it again in other words or under another key: " +
    "the person may get it twice. Repeat the identical call (with the same idempotency_key, if you gave one) to learn " +
    "what became of it, or ask your user.",
  may_have_been_sent: true,
});

function details(error: Error): Partial<ToolFailure> {
  if (error instanceof ApiError) return refused(error);
  if (error instanceof PhoneNumberError)
    return { issues: error.issues, message: `${error.message} ${suggestion(error)}`.trim() };
  if (error instanceof ValidationError) return { issues: error.issues };
  if (error instanceof ConnectionError || error instanceof QueueFullError)
    return { message: `${error.message} Nothing was sent: the same call can be made again later.` };
  return {};
}

function refused({ message, hint, code, category, retryAfterMs }: ApiError): Partial<ToolFailure> {
  return {
    message: `${message} ${hint}`,
    code,
    category,
    ...(retryAfterMs === undefined ? {} : { retry_after_seconds: Math.ceil(retryAfterMs / 1000) }),
  };
}

const suggestion = ({ suggestion: number }: PhoneNumberError): string =>
  number === undefined ? "" : `Did you mean ${number}?`;
