import { reply, type WebhookHandler, type WebhookRequest } from "../webhooks/handler.ts";
import { defaultMaxBodyBytes, exceeds } from "../webhooks/raw-body.ts";

/** Answers 413 to bodies beyond the limit of a handler. Adapters cut them off, and it must never see a cut body. */
export function limitBody(handler: WebhookHandler): WebhookHandler & { readonly maxBodyBytes: number } {
  const { maxBodyBytes = defaultMaxBodyBytes } = handler;
  const limited = async (request: WebhookRequest) =>
    exceeds(request.rawBody, maxBodyBytes) ? reply(413, "Body too large") : handler(request);
  return Object.assign(limited, { maxBodyBytes });
}
