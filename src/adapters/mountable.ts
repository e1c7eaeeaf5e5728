import { ConfigurationError } from "../errors.ts";
import { isObject, toObject } from "../utils/json.ts";
import { reply } from "../webhooks/handler.ts";
import type { HttpHandler, HttpReply, WebhookRequest } from "../webhooks/http.ts";
import { defaultMaxBodyBytes, exceeds } from "../webhooks/raw-body.ts";

/** A handler that says how large a body may be. */
export type MountableHandler = HttpHandler & { readonly maxBodyBytes: number };

/**
 * What adapters mount: the handler, but a body beyond its limit is answered with 413, for it must never see a cut body,
 * and what it returns is checked, for a request without a reply would hang.
 *
 * @throws {@link ConfigurationError} if it is no function.
 */
export function toMountable(handler: HttpHandler): MountableHandler {
  checkHandler(handler);
  const { maxBodyBytes = defaultMaxBodyBytes, replyEarly } = handler;
  const mountable = async (request: WebhookRequest) =>
    exceeds(request.rawBody, maxBodyBytes) ? tooLarge() : checkReply(await handler(request));
  return Object.assign(mountable, { maxBodyBytes, replyEarly });
}

/** The reply to a body beyond the limit. */
export const tooLarge = () => reply(413, "Too large");

/** @throws {@link ConfigurationError} if it is no function. */
export function checkHandler(handler: unknown): void {
  if (typeof handler === "function") return;
  const message =
    "A handler must be a function. Pass options to `expressWebhook` and its kin instead, or make a handler of them: `createWebhookHandler(options)`.";
  throw new ConfigurationError(message, [{ path: "handler", message }]);
}

function checkReply(given: HttpReply): HttpReply {
  const { status, headers, body } = toObject(given);
  if (typeof status === "number" && isObject(headers) && typeof body === "string") return given;
  const message =
    "The handler must return a reply, `{ status, headers, body }`: a number, an object and a string.";
  throw new ConfigurationError(message, [{ path: "reply", message }]);
}
