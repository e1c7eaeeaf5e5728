export {
  ConfigurationError,
  ConnectionError,
  FlowDecryptionError,
  InvalidFlowTokenError,
  ValidationError,
  type ValidationIssue,
  WhatsAppError,
} from "../errors.ts";
export type { Logger, Open } from "../types/common.ts";
export type {
  FlowErrorNotification,
  FlowMedia,
  FlowMediaMetadata,
  FlowRequest,
  FlowResponse,
  FlowSubmission,
} from "../types/flows/endpoint.ts";
export type {
  FlowAction,
  FlowChoice,
  FlowComponent,
  FlowComponents,
  FlowData,
  FlowDates,
  FlowDynamic,
  FlowField,
  FlowJson,
  FlowListItem,
  FlowOption,
  FlowPayload,
  FlowPicker,
  FlowScreen,
  FlowText,
  FlowVisibility,
} from "../types/flows/flow-json.ts";
export type { WebhookQuery } from "../webhooks/challenge.ts";
export type { WebhookHeaders } from "../webhooks/headers.ts";
export type { HttpHandler, HttpReply, WebhookHead, WebhookRequest } from "../webhooks/http.ts";
export type { RawBody } from "../webhooks/raw-body.ts";
export { defineFlow } from "./define/define.ts";
export { type FlowSecrets, flowOptionsFromEnv } from "./env.ts";
export { createFlowHandler } from "./handler.ts";
export { createFlowKeys, type FlowKeys } from "./keys.ts";
export {
  type DownloadedFlowMedia,
  decryptFlowMedia,
  downloadFlowMedia,
  type FlowDownloadOptions,
  type FlowMediaInput,
} from "./media.ts";
export type { FlowHandlers, FlowOptions, HandleFlow } from "./options.ts";
export type { FlowPrivateKey } from "./private-keys.ts";
export {
  completeFlow,
  type DecryptedFlowRequest,
  decryptFlowRequest,
  encryptFlowResponse,
  type FlowDecryptionInput,
  type FlowEncryptionInput,
} from "./request.ts";
export { type FlowTokenSignatureInput, verifyFlowTokenSignature } from "./token-signature.ts";
