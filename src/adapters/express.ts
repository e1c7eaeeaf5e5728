import { ConfigurationError } from "../errors.ts";
import { createWebhookHandler } from "../webhooks/handler.ts";
import { defaultMaxBodyBytes, type WebhookOptions } from "../webhooks/options.ts";
import { answer, type NodeRequest, type NodeResponse } from "./node.ts";
import { readBody } from "./read-body.ts";

/** What is needed of Express's request. */
export interface ExpressRequest extends NodeRequest {
  body?: unknown;
  readableDidRead?: boolean | undefined;
}

/** An Express middleware. */
export type ExpressWebhook = (
  request: ExpressRequest,
  response: NodeResponse,
  next: (error?: unknown) => void,
) => Promise<void>;

/**
 * The webhook as Express middleware. It reads the raw body itself: mount it before `express.json()`, or behind
 * `express.raw({ type: "*\/*" })`.
 *
 * @throws `ConfigurationError` at once when a secret is missing or an option is wrong; and to Express's error
 * handler when another parser has consumed the body.
 *
 * @example
 * app.use("/webhook", expressWebhook({ ...webhookOptionsFromEnv(), on: { message: answer } }));
 */
export function expressWebhook(options: WebhookOptions): ExpressWebhook {
  const handle = createWebhookHandler(options);
  const { maxBodyBytes = defaultMaxBodyBytes } = options;
  return async (request, response, next) => {
    try {
      const { body } = request;
      const isRaw = typeof body === "string" || body instanceof Uint8Array;
      if (!isRaw && request.readableDidRead && request.method === "POST") throw consumed();
      const rawBody = isRaw ? body : await readBody(request, maxBodyBytes).catch(() => undefined);
      if (rawBody !== undefined) await answer(handle, request, rawBody, response); // else the sender has gone
    } catch (error) {
      next(error);
    }
  };
}

function consumed(): ConfigurationError {
  const message =
    'The webhook needs the unparsed body, but another parser has consumed it: mount app.use("/webhook", expressWebhook(options)) before app.use(express.json()).';
  return new ConfigurationError(message, [{ path: "body", message }]);
}
