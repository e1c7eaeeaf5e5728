import { ConfigurationError } from "../errors.ts";
import { createWebhookHandler } from "../webhooks/handler.ts";
import { defaultMaxBodyBytes, type WebhookOptions } from "../webhooks/options.ts";
import { isRawBody } from "../webhooks/raw-body.ts";
import { type NodeRequest, readBody } from "./node-request.ts";
import { answer, type NodeResponse } from "./node-response.ts";

/** What is needed of a request whose body a parser may have read. */
export interface ParsedRequest extends NodeRequest {
  body?: unknown;
  readableDidRead?: boolean | undefined;
}

/** Middleware in the manner of Express. */
export type WebhookMiddleware = (
  request: ParsedRequest,
  response: NodeResponse,
  next: (error?: unknown) => void,
) => Promise<void>;

/** The webhook for frameworks whose parsers may get to the body first; `remedy` says what to do then. */
export function webhookMiddleware(options: WebhookOptions, remedy: string): WebhookMiddleware {
  const handle = createWebhookHandler(options);
  const { maxBodyBytes = defaultMaxBodyBytes } = options;
  return async (request, response, next) => {
    try {
      const { body, rawBody = body } = request as ParsedRequest & { rawBody?: unknown };
      const isRaw = isRawBody(rawBody);
      if (!isRaw && request.readableDidRead && request.method === "POST") throw consumed(remedy);
      const received = isRaw ? rawBody : await readBody(request, maxBodyBytes);
      if (received !== undefined) await answer(handle, request, received, response);
    } catch (error) {
      next(error);
    }
  };
}

function consumed(remedy: string): ConfigurationError {
  const message = `The webhook needs the unparsed body, but another parser has consumed it: ${remedy}.`;
  return new ConfigurationError(message, [{ path: "body", message }]);
}
