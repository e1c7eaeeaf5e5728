export { type AnswerableEvent, type ReplyOptions, WhatsAppClient } from "./client.ts";
export type {
  AccountOptions,
  RateLimitOptions,
  RetryOptions,
  SenderOptions,
  SharedOptions,
  WhatsAppClientOptions,
} from "./client-options.ts";
export { toApiError, type WebhookErrorLike } from "./core/api-error.ts";
export type { Clock } from "./core/clock.ts";
export { type PhoneNumberOptions, toE164 } from "./core/phone-number.ts";
export type {
  AccessTokenContext,
  ApiRequest,
  ApiResponse,
  Call,
  Layer,
  Query,
  SendFacts,
} from "./core/pipeline.ts";
export type { Fetch, FetchInit, FetchResponse } from "./core/transport/fetch.ts";
export type { Finding, FindingId, FindingStatus } from "./doctor/finding.ts";
export type { DoctorOptions, ReportedStatus } from "./doctor/options.ts";
export {
  AmbiguousSendError,
  ApiError,
  type ApiErrorFacts,
  ConfigurationError,
  ConnectionError,
  HandlerTimeoutError,
  isWhatsAppError,
  PhoneNumberError,
  type PhoneNumberReason,
  QueueFullError,
  StoreError,
  ValidationError,
  type ValidationIssue,
  WebhookPayloadError,
  WhatsAppError,
} from "./errors.ts";
export { type FieldsFirstLogger, pinoLogger } from "./logger.ts";
export type { Analytics } from "./resources/analytics.ts";
export type { Automations } from "./resources/automation.ts";
export type { BlockedUsers } from "./resources/blocked-users.ts";
export type { BusinessAccounts } from "./resources/business-account.ts";
export type { BusinessProfiles } from "./resources/business-profile.ts";
export type { Calls } from "./resources/calls.ts";
export type { Commerce } from "./resources/commerce.ts";
export type { Flows } from "./resources/flows.ts";
export type { Groups } from "./resources/groups.ts";
export type { MarketingEnvelope, MarketingMessages } from "./resources/marketing-messages.ts";
export type { Media } from "./resources/media.ts";
export type { MarkAsReadOptions, Messages, Replies, Unaddressed } from "./resources/messages.ts";
export { OnboardingError } from "./resources/onboarding/onboarding-error.ts";
export type { Onboarding } from "./resources/onboarding.ts";
export type { Payments } from "./resources/payments.ts";
export type { PhoneNumbers } from "./resources/phone-numbers.ts";
export type { QrCodes } from "./resources/qr-codes.ts";
export type { GraphRequest } from "./resources/shared/graph-request.ts";
export type { SendOptions, TemplateSendOptions } from "./resources/shared/post.ts";
export type { Signups } from "./resources/signups.ts";
export type { CheckedOptions, CheckedTemplates } from "./resources/templates/checked.ts";
export type { AwaitedTemplate, ReviewOptions } from "./resources/templates/review.ts";
export type { SyncOptions } from "./resources/templates/sync.ts";
export type { TemplateNews } from "./resources/templates/template-events.ts";
export type { Templates } from "./resources/templates.ts";
export type { Threads } from "./resources/threads.ts";
export { type MemoryStoreOptions, memoryStore } from "./store/memory-store.ts";
export type { Store, StoreDeleteOptions, StoreSetOptions } from "./store/store.ts";
export { withPrefix } from "./store/with-prefix.ts";
export { currency } from "./templates/currency.ts";
export { type DateTimeOptions, dateTime } from "./templates/date-time.ts";
export { sourceOf } from "./templates/decompile.ts";
export { defineTemplate } from "./templates/define.ts";
export type { DefinedTemplate, TemplateMessage, TemplateValuesOf } from "./templates/defined.ts";
export { file } from "./templates/file.ts";
export type {
  AuthenticationSource,
  MarketingSource,
  SourceBody,
  SourceButton,
  SourceCard,
  SourceCopyCodeOtp,
  SourceExample,
  SourceGifHeader,
  SourceHeader,
  SourceLocationHeader,
  SourceMediaHeader,
  SourceOneTapOtp,
  SourceProductHeader,
  SourceTextHeader,
  SourceUnknownHeader,
  SourceUrlButton,
  SourceZeroTapOtp,
  TemplateSource,
  UtilitySource,
  UtilitySourceButton,
} from "./templates/source.ts";
export type {
  LooseButtonValue,
  LooseCardValues,
  LooseHeaderValue,
  LooseTemplateValues,
  TapTarget,
  TemplateLocation,
  TemplateProduct,
  VoiceCallValue,
} from "./templates/value-types.ts";
export type {
  AnalyticsDataPoint,
  AnalyticsPeriod,
  CallAnalytics,
  CallAnalyticsFilters,
  ConversationAnalytics,
  ConversationAnalyticsFilters,
  GroupAnalytics,
  GroupAnalyticsFilters,
  MessageAnalytics,
  MessageAnalyticsFilters,
  PricingAnalytics,
  PricingAnalyticsFilters,
} from "./types/analytics.ts";
export type { Automation, AutomationChanges, AutomationCommand } from "./types/automation.ts";
export type {
  BlockedUser,
  BlockedUsersAnswer,
  FailedUser,
  JudgedUser,
  UnblockedUsersAnswer,
} from "./types/blocked-users.ts";
export type {
  AccountCallbackOverride,
  AccountOwner,
  AccountTask,
  Activity,
  ActivityFilters,
  AssignedUser,
  AssignedUserFilters,
  BusinessAccount,
  BusinessAccountChanges,
  Portfolio,
  PortfolioAccountFilters,
  SubscribedApp,
  SystemUser,
  UserAssignment,
} from "./types/business-account.ts";
export type {
  BusinessProfile,
  BusinessProfileChanges,
  BusinessVertical,
  ComplianceContact,
  ComplianceInfo,
} from "./types/business-profile.ts";
export type {
  CallAcceptance,
  CallAction,
  CallAnswer,
  CallPermission,
  CallRecording,
  CallSession,
  ConnectOptions,
  OutgoingCall,
  PlacedCall,
} from "./types/calls.ts";
export type {
  CatalogReference,
  CommerceChanges,
  CommerceSettings,
  ProductCatalog,
} from "./types/commerce.ts";
export type {
  AccountCallOptions,
  AppCallOptions,
  CallOptions,
  Logger,
  NumberCallOptions,
  Open,
  SuccessAnswer,
} from "./types/common.ts";
export type { ErrorCategory, RetryClass } from "./types/error-codes.ts";
export type {
  Flow,
  FlowAsset,
  FlowCategory,
  FlowChanges,
  FlowCreation,
  FlowDraft,
  FlowErrorPointer,
  FlowJsonAnswer,
  FlowJsonChange,
  FlowMigration,
  FlowMigrationAnswer,
  FlowPreview,
  FlowPreviewOptions,
  FlowPublicKey,
  FlowPublicKeyInput,
  FlowValidationError,
} from "./types/flows/flows.ts";
export type {
  ApprovedJoinRequests,
  FailedJoinRequest,
  Group,
  GroupChanges,
  GroupFilters,
  GroupMember,
  InviteLink,
  JoinRequest,
  JoinRequestFilters,
  NewGroup,
  RejectedJoinRequests,
  RequestedChange,
  RequestedGroup,
} from "./types/groups.ts";
export type {
  MediaDownload,
  MediaFile,
  MediaInfo,
  MediaOptions,
  MediaReference,
  MediaUpload,
  UploadedHandle,
  UploadedMedia,
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
  TemplateContent,
  TemplateMessageComponent,
  TextParameter,
} from "./types/messages/template.ts";
export type {
  AppDataSync,
  AppSubscription,
  AppSubscriptionInput,
  CodeExchange,
  CustomerToken,
  EmbeddedSignup,
  GranularScope,
  OnboardedCustomer,
  OnboardingProgress,
  OnboardingStep,
  SignupChoices,
  TokenInfo,
} from "./types/onboarding.ts";
export type {
  ListFilters,
  OptionalSelection,
  Page,
  PageFilters,
  Paginated,
  Paging,
  Selected,
  Selection,
} from "./types/paging.ts";
export type {
  CreatedPaymentConfiguration,
  NewPaymentConfiguration,
  OAuthLink,
  OAuthLinkInput,
  Payment,
  PaymentAmount,
  PaymentCode,
  PaymentConfiguration,
  PaymentConfigurationChanges,
  PaymentKey,
  PaymentRefund,
  PaymentTransaction,
  RefundInput,
} from "./types/payments.ts";
export type {
  CallHours,
  CallSettings,
  OnOff,
  PayloadEncryption,
  PhoneNumberSetting,
  PhoneNumberSettings,
  SettingsFilters,
  SipSettings,
  StorageConfiguration,
  VoicemailSettings,
} from "./types/phone-number-settings.ts";
export type {
  CallbackOverride,
  CodeRequest,
  CodeVerification,
  ContactDeletion,
  DeletedContact,
  HealthStatus,
  ListFilter,
  NameStatus,
  NewPhoneNumber,
  NewUsername,
  OfficialAccount,
  OfficialAccountRequest,
  PhoneNumber,
  PhoneNumberChanges,
  PhoneNumberFilters,
  Registration,
  Username,
  UsernameStatus,
} from "./types/phone-numbers.ts";
export type { QrCode, QrCodeContent, QrCodeFilters } from "./types/qr-codes.ts";
export type { Recipient, RecipientIds } from "./types/recipients.ts";
export type {
  NewSignup,
  Signup,
  SignupChanges,
  SignupFilters,
} from "./types/signups.ts";
export type {
  AnalyticsSpan,
  NewTemplateGroup,
  TemplateAnalytics,
  TemplateAnalyticsFilters,
  TemplateDataPoint,
  TemplateGroup,
  TemplateGroupAnalyticsFilters,
  TemplateGroupFilters,
  TemplateMetric,
  TemplatePerformanceFilters,
} from "./types/templates/analytics.ts";
export type { ArchivedTemplates, UnarchivedTemplates } from "./types/templates/archival.ts";
export type {
  PreviewFilters,
  TemplatePreview,
  TemplateUpsert,
  TranslatedOtpButton,
  UpsertedTemplate,
} from "./types/templates/authentication.ts";
export type {
  CatalogButton,
  CopyCodeButton,
  FlowButton,
  MultiProductButton,
  OrderDetailsButton,
  OtpButton,
  OtpSupportedApp,
  PaymentRequestButton,
  PhoneNumberButton,
  QuickReplyButton,
  RequestContactInfoButton,
  SingleProductButton,
  TemplateButton,
  UnknownButton,
  UrlButton,
  VoiceCallButton,
} from "./types/templates/buttons.ts";
export type {
  ComparedTemplate,
  TemplateComparison,
  TemplateComparisonMetric,
} from "./types/templates/comparison.ts";
export type {
  AuthenticationBody,
  AuthenticationButtons,
  AuthenticationComponent,
  AuthenticationFooter,
  CallPermissionRequest,
  LimitedTimeOffer,
  LocationHeader,
  MediaHeader as TemplateMediaHeader,
  NamedExample,
  ProductHeader,
  TemplateBody,
  TemplateButtons,
  TemplateCard,
  TemplateCardComponent,
  TemplateCarousel,
  TemplateComponent,
  TemplateFooter,
  TemplateHeader,
  TextHeader as TemplateTextHeader,
  UnknownComponent,
  UnknownHeader,
} from "./types/templates/components.ts";
export type {
  AnyTemplateDefinition,
  AuthenticationTemplateDefinition,
  CreatedTemplate,
  DegreesOfFreedomSpec,
  LibraryBodyInputs,
  LibraryButtonInput,
  LibraryTemplateDefinition,
  OptimizationSpec,
  StandardTemplateDefinition,
  TemplateChanges,
  TemplateDefinition,
} from "./types/templates/definition.ts";
export type { TemplateFile } from "./types/templates/file.ts";
export type { TemplateFilters, TemplateSelection } from "./types/templates/filters.ts";
export type {
  LibraryFilters,
  LibraryParameterType,
  LibraryTemplate,
} from "./types/templates/library.ts";
export type { MigratedTemplates, TemplateMigration } from "./types/templates/migration.ts";
export type { UnpauseAnswer } from "./types/templates/pausing.ts";
export type {
  BlockCode,
  BlockedTemplate,
  FoundTemplate,
  PlannedCreation,
  PlannedDeletion,
  PlannedEdit,
  SyncOutcome,
  SyncProgress,
  TemplateDifference,
  TemplateKey,
  TemplatePlan,
} from "./types/templates/sync.ts";
export type {
  SelectedTemplate,
  Template,
  TemplateButtonInfo,
  TemplateComponentInfo,
  TemplateField,
} from "./types/templates/template.ts";
export type {
  TemplateCategory,
  TemplateLanguage,
  TemplateParameterFormat,
  TemplateQuality,
  TemplateRejectedReason,
  TemplateStatus,
  TemplateSubCategory,
  UnknownKind,
} from "./types/templates/values.ts";
export type {
  ThreadAction,
  ThreadAnswer,
  ThreadPass,
} from "./types/threads.ts";
export type { Chat, WebhookSender } from "./types/webhooks/identity.ts";
