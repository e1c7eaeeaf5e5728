import { reply } from "../webhooks/handler.ts";
import type { HttpHandler, WebhookRequest } from "../webhooks/http.ts";
import { defaultMaxBodyBytes, exceeds } from "../webhooks/raw-body.ts";

/** A handler that says how large a body may be. */
export type LimitedHandler = HttpHandler & { readonly maxBodyBytes: number };

/** Answers 413 to bodies beyond the limit of a handler, which must never see a cut body. */
export function limitBody(handler: HttpHandler): LimitedHandler {
  const { maxBodyBytes = defaultMaxBodyBytes, replyEarly } = handler;
  const limited = async (request: WebhookRequest) =>
    exceeds(request.rawBody, maxBodyBytes) ? tooLarge() : handler(request);
  return Object.assign(limited, { maxBodyBytes, replyEarly });
}

/** The reply to a body beyond the limit. */
export const tooLarge = () => reply(413, "Too large");
