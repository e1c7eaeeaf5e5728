import { ConfigurationError } from "../errors.ts";
import { isRawBody } from "../webhooks/bytes.ts";
import { createWebhookHandler } from "../webhooks/handler.ts";
import { defaultMaxBodyBytes, type WebhookOptions } from "../webhooks/options.ts";
import { type NodeRequest, readBody } from "./node-request.ts";
import { answer, type NodeResponse } from "./node-response.ts";

export type { WebhookEvent } from "../types/webhooks/events.ts";
export type { NodeRequest, NodeResponse, WebhookOptions };

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
 * The webhook as Express middleware. It reads the raw body itself: mount it before `express.json()`. A body that is
 * there as bytes or text, as `request.body` or `request.rawBody`, is used as it is.
 *
 * @throws `ConfigurationError` at once when a secret is missing or an option is wrong; and to Express's error handler
 * when another parser has consumed the body.
 *
 * @example
 * app.use("/webhook", expressWebhook({ ...webhookOptionsFromEnv(), on: { message: answer } }));
 */
export function expressWebhook(options: WebhookOptions): ExpressWebhook {
  const handle = createWebhookHandler(options);
  const { maxBodyBytes = defaultMaxBodyBytes } = options;
  return async (request, response, next) => {
    try {
      const { body, rawBody = body } = request as ExpressRequest & { rawBody?: unknown };
      const isRaw = isRawBody(rawBody);
      if (!isRaw && request.readableDidRead && request.method === "POST") throw consumed();
      const received = isRaw ? rawBody : await readBody(request, maxBodyBytes);
      if (received !== undefined) await answer(handle, request, received, response);
    } catch (error) {
      next(error);
    }
  };
}

function consumed(): ConfigurationError {
  const message =
    'The webhook needs the unparsed body, but another parser has consumed it: put app.use("/webhook", expressWebhook(options)) before app.use(express.json()).';
  return new ConfigurationError(message, [{ path: "body", message }]);
}
