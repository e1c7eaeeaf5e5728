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
export type { RequestRecord } from "./simulator/api.ts";
export type { Choice, Link } from "./simulator/choices.ts";
export type {
  InboxMessage,
  OutboxMessage,
  SendingTo,
  UserContent,
  UserFacts,
} from "./simulator/customer.ts";
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
} from "./simulator/failures.ts";
export type { SimulatorOptions } from "./simulator/options.ts";
export {
  createSimulator,
  type Simulator,
  type SimulatorClientOptions,
} from "./simulator/simulator.ts";
export type { LedgerEntry, PhoneNumber } from "./simulator/state.ts";
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
