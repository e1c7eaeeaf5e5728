import type { HttpHandler, WebhookRequest } from "../webhooks/http.ts";
import { checkHandler } from "./mountable.ts";

/** Tells a handler that its platform may stop once the reply is out. */
export function endWithReply(handler: HttpHandler): HttpHandler {
  checkHandler(handler);
  const handle = (request: WebhookRequest) => handler({ ...request, endsWithReply: true });
  const { maxBodyBytes, replyEarly } = handler;
  return Object.assign(handle, { maxBodyBytes, replyEarly });
}
