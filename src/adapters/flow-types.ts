export type { FlowHandlers, FlowOptions, HandleFlow } from "../flows/options.ts";
export type { FlowPrivateKey } from "../flows/private-keys.ts";
export type {
  FlowErrorNotification,
  FlowRequest,
  FlowResponse,
  FlowSubmission,
} from "../types/flows/endpoint.ts";
export type { HttpHandler, HttpReply } from "../webhooks/http.ts";
