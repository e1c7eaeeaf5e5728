import { reply, type WebhookHandler, type WebhookRequest } from "../webhooks/handler.ts";
import { defaultMaxBodyBytes, exceeds } from "../webhooks/raw-body.ts";

/** The handler behind its body limit: adapters keep little more than the limit, so a cut body never reaches it. */
export function limitBody(handler: WebhookHandler): WebhookHandler & { readonly maxBodyBytes: number } {
  const { maxBodyBytes = defaultMaxBodyBytes } = handler;
  const limited = async (request: WebhookRequest) =>
    exceeds(request.rawBody, maxBodyBytes) ? reply(413, "Body too large") : handler(request);
  return Object.assign(limited, { maxBodyBytes });
}
