import type { HttpHandler, WebhookRequest } from "../webhooks/http.ts";

/** Tells a handler that its platform may stop once the reply is out. */
export function endWithReply(handler: HttpHandler): HttpHandler {
  const handle = (request: WebhookRequest) => handler({ ...request, endsWithReply: true });
  const { maxBodyBytes, replyEarly } = handler;
  return Object.assign(handle, { maxBodyBytes, replyEarly });
}
