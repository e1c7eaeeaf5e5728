export { type AnswerableEvent, type GraphRequest, WhatsAppClient } from "./client.ts";
export type { RateLimitOptions, RetryOptions, WhatsAppClientOptions } from "./client-options.ts";
export { toApiError, type WebhookErrorLike } from "./core/api-error.ts";
export type { Clock } from "./core/clock.ts";
export type { Page, Paginated } from "./core/paging.ts";
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
export type { MarketingEnvelope, MarketingMessages } from "./resources/marketing-messages.ts";
export type { Media, MediaCallOptions } from "./resources/media.ts";
export type { SendOptions } from "./resources/messages/post.ts";
export type { MarkAsReadOptions, Messages, Replies, Unaddressed } from "./resources/messages.ts";
export type { TemplateDeletion, Templates } from "./resources/templates.ts";
export type { CallOptions, Logger, Open, SuccessAnswer } from "./types/common.ts";
export type { ErrorCategory, RetryClass } from "./types/error-codes.ts";
export type {
  ByteStream,
  FileSource,
  MediaDownload,
  MediaInfo,
  MediaKind,
  MediaReference,
  MediaUpload,
} from "./types/media.ts";
export type { CardHeader, MediaHeader, TextHeader } from "./types/messages/headers.ts";
export type {
  ActionButton,
  AddressParameters,
  CarouselCard,
  FlowParameters,
  InteractiveContent,
  InteractiveHeader,
  InteractiveKinds,
  InteractiveOf,
  InteractiveType,
  ListSection,
  ProductSection,
  TextPart,
} from "./types/messages/interactive.ts";
export type {
  AudioMedia,
  CaptionedMedia,
  DocumentMedia,
  HeaderDocument,
  MediaSource,
} from "./types/messages/media.ts";
export type {
  Addressed,
  Envelope,
  MessageKinds,
  MessageOf,
  MetaEnvelope,
  OutgoingContent,
  OutgoingMessage,
  OutgoingMessageType,
  SentMessage,
} from "./types/messages/outgoing.ts";
export type {
  Amount,
  DescribedAmount,
  OrderDetailsParameters,
  OrderItem,
  OrderStatusParameters,
  PaymentSetting,
} from "./types/messages/payments.ts";
export type {
  ContactCard,
  LocationContent,
  PinContent,
  ReactionContent,
  TextContent,
} from "./types/messages/plain.ts";
export type {
  AddressInput,
  ButtonsInput,
  CardInput,
  CarouselInput,
  CatalogInput,
  CtaUrlInput,
  FlowInput,
  Framed,
  HeaderInput,
  ListInput,
  OrderDetailsInput,
  OrderStatusInput,
  ProductInput,
  ProductListInput,
  TemplateButtonValue,
  TemplateCardValues,
  TemplateChoice,
  TemplateComponentsForm,
  TemplateHeaderValue,
  TemplateInput,
  TemplateValue,
  TemplateValues,
  TemplateValuesForm,
  VoiceCallInput,
} from "./types/messages/shortcuts.ts";
export type {
  BodyParameter,
  ButtonComponent,
  ButtonParameters,
  ButtonSubType,
  CardComponent,
  HeaderParameter,
  TemplateComponent,
  TemplateContent,
  TextParameter,
} from "./types/messages/template.ts";
export type { Recipient, RecipientIds } from "./types/recipients.ts";
export type {
  CreatedTemplate,
  NamedExample,
  Template,
  TemplateBody,
  TemplateButton,
  TemplateButtons,
  TemplateCallPermissionRequest,
  TemplateCarousel,
  TemplateCategory,
  TemplateChanges,
  TemplateDefinition,
  TemplateFilters,
  TemplateFooter,
  TemplateHeader,
  TemplateLimitedTimeOffer,
  TemplatePart,
  TemplateQuality,
  TemplateStatus,
} from "./types/templates/template.ts";
export type { Chat, WebhookSender } from "./types/webhooks/people.ts";
