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
export type { Choice, Link } from "./simulator/content.ts";
export type {
  InboxMessage,
  OutboxMessage,
  SendingTo,
  UserContent,
  UserFacts,
} from "./simulator/customers.ts";
export type {
  CodeFailure,
  DropFailure,
  Failure,
  FailureFunction,
  FailureHandle,
  HangFailure,
  ResetFailure,
  SimulatedRequest,
  StatusFailure,
} from "./simulator/http/failures.ts";
export type { RequestRecord } from "./simulator/http/request-record.ts";
export type { SimulatorOptions } from "./simulator/options.ts";
export type { LedgerEntry, PhoneNumber } from "./simulator/records.ts";
export type { SeedCustomer, SeedNumber, SimulatorSeed } from "./simulator/seed.ts";
export {
  createSimulator,
  type Simulator,
  type SimulatorClientOptions,
} from "./simulator/simulator.ts";
export type { RejectionScope, TemplateReviewer, TemplateScope } from "./simulator/templates/reviewer.ts";
export type { VirtualUser } from "./simulator/virtual-user.ts";
export type { Delivery, DeliveryAttempt, WebhookFunction } from "./simulator/webhooks.ts";
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
