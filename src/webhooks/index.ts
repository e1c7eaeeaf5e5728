export {
  ConfigurationError,
  HandlerTimeoutError,
  isWhatsAppError,
  StoreError,
  ValidationError,
  type ValidationIssue,
  WebhookPayloadError,
  WhatsAppError,
} from "../errors.ts";
export { type FieldsFirstLogger, pinoLogger } from "../logger.ts";
export { type MemoryStoreOptions, memoryStore } from "../store/memory-store.ts";
export type { Store, StoreDeleteOptions, StoreSetOptions } from "../store/store.ts";
export { withPrefix } from "../store/with-prefix.ts";
export type { Logger, Open } from "../types/common.ts";
export type { AccountSettingsUpdate, CallingSettings } from "../types/webhooks/account-settings.ts";
export type {
  AccountAlert,
  AccountRestriction,
  AccountReviewUpdate,
  AccountUpdate,
  BusinessCapabilityUpdate,
  BusinessUsernameUpdate,
  FlowErrorCount,
  FlowUpdate,
  NameRejection,
  PartnerSolutionUpdate,
  PaymentConfigurationUpdate,
  PhoneNumberNameUpdate,
  PhoneNumberQualityUpdate,
  SecurityUpdate,
  WabaInfo,
} from "../types/webhooks/account-values.ts";
export type { CallFile, CallOutcome, CallStatus, IncomingCall } from "../types/webhooks/calls.ts";
export type { ChangeValues } from "../types/webhooks/changes.ts";
export type {
  CallEvent,
  CallStatusEvent,
  ChangeEvent,
  ChangeEventOf,
  Chat,
  ErrorEvent,
  EventBase,
  GroupEvent,
  GroupEventOf,
  MessageEchoEvent,
  MessageEvent,
  StatusEvent,
  UnknownEvent,
  UnknownReason,
  UserActionEvent,
  UserPreferencesEvent,
  WebhookContact,
  WebhookError,
  WebhookEvent,
  WebhookEventOf,
  WebhookEventType,
  WebhookSender,
} from "../types/webhooks/events.ts";
export type {
  GroupLifecycleUpdate,
  GroupNews,
  GroupParticipant,
  GroupParticipantsUpdate,
  GroupSetting,
  GroupSettingsUpdate,
  GroupStatusUpdate,
  GroupValues,
} from "../types/webhooks/groups.ts";
export type {
  ConversationContext,
  ConversationTurn,
  MessagingHandover,
  ThreadControl,
  ThreadRole,
} from "../types/webhooks/handovers.ts";
export type {
  CopiedMessage,
  History,
  HistoryChunk,
  HistoryThread,
  Standby,
  StandbyEcho,
  UnreadableMessage,
} from "../types/webhooks/history.ts";
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
  IncomingMessages,
  IncomingMessageType,
  MessageContext,
  MessageEnvelope,
  MessageReferral,
} from "../types/webhooks/messages.ts";
export type {
  AppContactSync,
  AppStateSync,
  AutomaticEvent,
  AutomaticEvents,
  ChangedId,
  NumberMetadata,
  NumberValue,
  TrackingEvents,
  UserAction,
  UserIdUpdate,
  UserPreference,
} from "../types/webhooks/number-values.ts";
export type {
  MessageStatus,
  PaymentAmount,
  PaymentRefund,
  PaymentTransaction,
  PricingCategory,
  PricingType,
  StatusConversation,
  StatusCost,
  StatusPayment,
  StatusPricing,
} from "../types/webhooks/statuses.ts";
export type {
  QualityScore,
  TemplateButtonUpdate,
  TemplateCategoryDetection,
  TemplateCategoryUpdate,
  TemplateComponentsUpdate,
  TemplateQualityUpdate,
  TemplateReason,
  TemplateReference,
  TemplateStatusUpdate,
  WebhookTemplateCategory,
} from "../types/webhooks/template-values.ts";
export { verifyChallenge, type WebhookQuery } from "./challenge.ts";
export { webhookOptionsFromEnv } from "./env.ts";
export type { Handle, Handlers, WebhookHandlers } from "./event-handlers.ts";
export { explainSignature, type SignatureExplanation, type SignatureProblem } from "./explain-signature.ts";
export {
  createWebhookHandler,
  type WebhookHandler,
  type WebhookHead,
  type WebhookHeaders,
  type WebhookReply,
  type WebhookRequest,
} from "./handler.ts";
export type { HttpHandler, HttpReply } from "./http.ts";
export type { FindAppSecret, WebhookOptions } from "./options.ts";
export { parseWebhook } from "./parse-webhook.ts";
export type { RawBody } from "./raw-body.ts";
export { shouldRedeliver } from "./redeliver.ts";
export { type SignatureInput, signPayload, verifySignature } from "./signature.ts";
