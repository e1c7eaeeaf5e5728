export type { BuilderValue, ChangeFacts } from "./change-builders.ts";
export {
  type IncomingFacts,
  type IncomingMedia,
  incoming,
  type NumberFacts,
  type StatusFacts,
  signedRequest,
  statusUpdate,
  type WebhookChange,
  type WebhookEntry,
  type WebhookPayload,
  webhookBody,
  webhookPayload,
} from "./events.ts";
export { type MatcherResult, matchers, type ReceivedOptions, type SimulatorMatchers } from "./matchers.ts";
export type { MessageArguments, MessageBuilders, ReplyContent } from "./message-builders.ts";
export { mswHandlers } from "./msw.ts";
export type {
  AccessToken,
  AccessTokenFacts,
  InvalidTokenReason,
  TokenPermission,
} from "./simulator/access-tokens.ts";
export type { OrderedProduct, SharedPerson } from "./simulator/answers.ts";
export type { Business, BusinessTemplate, ReceivedMessage } from "./simulator/business.ts";
export type { Caller, PermissionOptions, UserCallOptions } from "./simulator/caller.ts";
export type { ChatMessage } from "./simulator/chat.ts";
export type { Choice, Link } from "./simulator/content.ts";
export type { CustomerSituation } from "./simulator/customer-situation.ts";
export type { InboxMessage, OutboxMessage } from "./simulator/customers.ts";
export type { Duration } from "./simulator/duration.ts";
export type { EmbeddedSignupFacts, EmbeddedSignupResult } from "./simulator/embedded-signup.ts";
export type { WebhookFunction } from "./simulator/exchange.ts";
export type {
  CodeFailure,
  DropFailure,
  Failure,
  FailureFunction,
  FailureHandle,
  FailureScope,
  HangFailure,
  ResetFailure,
  SimulatedRequest,
  StatusFailure,
} from "./simulator/http/failures.ts";
export type { RequestRecord } from "./simulator/http/request-record.ts";
export type {
  AsymmetricMatcher,
  ExpectedMessage,
  ExpectedText,
  MessagePattern,
} from "./simulator/message-pattern.ts";
export type { SimulatorOptions } from "./simulator/options.ts";
export type { LedgerEntry, PhoneCall, PhoneNumber, PhoneNumberFacts } from "./simulator/records.ts";
export type {
  SeedAccount,
  SeedCustomer,
  SeedGroup,
  SeedNumber,
  SeedTemplate,
  SimulatorSeed,
} from "./simulator/seed.ts";
export {
  createSimulator,
  type Simulator,
  type SimulatorClientOptions,
} from "./simulator/simulator.ts";
export type { SimulatorClock } from "./simulator/simulator-clock.ts";
export type { SimulatorSnapshot } from "./simulator/snapshot/snapshot.ts";
export type { RejectionScope, TemplateReviewer, TemplateScope } from "./simulator/templates/reviewer.ts";
export type {
  CaptionedFile,
  MessageReference,
  UserContent,
  UserFile,
  UserFileMessage,
  UserFiles,
  UserSendOptions,
} from "./simulator/user-content.ts";
export type { UserFacts } from "./simulator/user-facts.ts";
export type { UserFlow } from "./simulator/user-flow.ts";
export type { VirtualUser, WaitOptions } from "./simulator/virtual-user.ts";
export type { WebhookFaults } from "./simulator/webhook-faults.ts";
export type { DeliveryAttempt, SimulatedWebhook } from "./simulator/webhooks.ts";
export {
  type TemplateCategoryFacts,
  type TemplateComponentsFacts,
  type TemplateFacts,
  type TemplateQualityFacts,
  type TemplateStatusFacts,
  templateCategoryUpdate,
  templateComponentsUpdate,
  templateQualityUpdate,
  templateStatusUpdate,
} from "./template-events.ts";
export { testStore } from "./test-store.ts";
export { type EchoFacts, type EventFacts, webhookEvent } from "./webhook-event.ts";
