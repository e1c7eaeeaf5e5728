import type { WebhookHandler, WebhookRequest } from "../webhooks/handler.ts";

/** Tells a handler that its platform may stop once the reply is out. */
export function endWithReply(handler: WebhookHandler): WebhookHandler {
  const handle = (request: WebhookRequest) => handler({ ...request, endsWithReply: true });
  const { maxBodyBytes, replyEarly } = handler;
  return Object.assign(handle, { maxBodyBytes, replyEarly });
}
