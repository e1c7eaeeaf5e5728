export {
  ConfigurationError,
  isWhatsAppError,
  ValidationError,
  type ValidationIssue,
  WebhookPayloadError,
  WhatsAppError,
} from "../errors.ts";
export type { Logger, Open } from "../types/common.ts";
export type {
  AccountAlert,
  AccountReviewUpdate,
  AccountSettingsUpdate,
  AccountUpdate,
  BusinessCapabilityUpdate,
  BusinessUsernameUpdate,
  FlowsUpdate,
  PartnerSolutionUpdate,
  PaymentConfigurationUpdate,
  PhoneNumberNameUpdate,
  PhoneNumberQualityUpdate,
  SecurityUpdate,
} from "../types/webhooks/account-values.ts";
export type { CallFile, CallStatus, IncomingCall } from "../types/webhooks/calls.ts";
export type {
  CallEvent,
  CallStatusEvent,
  ErrorEvent,
  EventBase,
  EventValues,
  MessageEchoEvent,
  MessageEvent,
  StatusEvent,
  UnknownEvent,
  UserPreferenceEvent,
  ValueEvent,
  WebhookEvent,
  WebhookEventOf,
  WebhookEventType,
} from "../types/webhooks/events.ts";
export type {
  EditedMessage,
  IncomingAudio,
  IncomingDocument,
  IncomingLocation,
  IncomingMedia,
  IncomingOrder,
  IncomingSticker,
  InteractiveReply,
  MessageContents,
  SharedContact,
  SystemNotice,
} from "../types/webhooks/message-contents.ts";
export type {
  IncomingMessage,
  IncomingMessageOf,
  IncomingMessageType,
  MessageContext,
  MessageEnvelope,
  MessageReferral,
} from "../types/webhooks/messages.ts";
export type {
  AppStateSync,
  AutomaticEvents,
  GroupParticipant,
  GroupSetting,
  GroupUpdate,
  History,
  MessagingHandover,
  Standby,
  ThreadControl,
  TrackingEvents,
  UserAction,
  UserIdUpdate,
  UserPreference,
} from "../types/webhooks/number-values.ts";
export type { Chat, WebhookContact, WebhookError, WebhookSender } from "../types/webhooks/people.ts";
export type { MessageStatus, StatusPayment, StatusPricing } from "../types/webhooks/statuses.ts";
export type {
  TemplateCategoryDetection,
  TemplateCategoryUpdate,
  TemplateComponentsUpdate,
  TemplateQualityUpdate,
  TemplateReference,
  TemplateStatusUpdate,
  WebhookTemplateCategory,
  WebhookTemplateQuality,
} from "../types/webhooks/template-values.ts";
export type { RawBody } from "./bytes.ts";
export { verifyChallenge, type WebhookQuery } from "./challenge.ts";
export { conversationKey } from "./conversation.ts";
export { type ClaimResult, type DedupeStore, memoryDedupe } from "./dedupe.ts";
export { webhookOptionsFromEnv } from "./env.ts";
export { explainSignature, type SignatureExplanation, type SignatureProblem } from "./explain-signature.ts";
export {
  createWebhookHandler,
  type WebhookHandler,
  type WebhookReply,
  type WebhookRequest,
} from "./handler.ts";
export type { Handle, WebhookHandlers, WebhookOptions } from "./options.ts";
export { parseWebhook } from "./parse.ts";
export { type SignatureInput, signPayload, verifySignature } from "./signature.ts";
