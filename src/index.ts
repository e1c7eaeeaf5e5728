export { type AnswerableEvent, type GraphRequest, WhatsAppClient } from "./client.ts";
export type { RateLimitOptions, RetryOptions, WhatsAppClientOptions } from "./client-options.ts";
export { toApiError, type WebhookErrorLike } from "./core/api-error.ts";
export type { Clock } from "./core/clock.ts";
export { toE164 } from "./core/phone-number.ts";
export type { ApiRequest, ApiResponse, Call, Layer, Query, SendFacts } from "./core/pipeline.ts";
export {
  AmbiguousSendError,
  ApiError,
  type ApiErrorFacts,
  ConfigurationError,
  ConnectionError,
  isWhatsAppError,
  PhoneNumberError,
  type PhoneNumberReason,
  QueueFullError,
  ValidationError,
  type ValidationIssue,
  WebhookPayloadError,
  WhatsAppError,
} from "./errors.ts";
export type { CallOptions, Logger, Open, SuccessAnswer } from "./types/common.ts";
export type { ErrorCategory, RetryClass } from "./types/error-codes.ts";
