import { ConfigurationError } from "../errors.ts";
import type { HttpHandler } from "../webhooks/http.ts";
import { isRawBody } from "../webhooks/raw-body.ts";
import { toMountable } from "./mountable.ts";
import type { NodeRequest } from "./node-request.ts";
import { answer, type NodeResponse } from "./node-response.ts";

/** The parts of a request that are used; a parser may have read its body. */
export interface ParsedRequest extends NodeRequest {
  body?: unknown;
  readableDidRead?: boolean | undefined;
}

/** Express-style middleware. */
export type WebhookMiddleware = (
  request: ParsedRequest,
  response: NodeResponse,
  next: (error?: unknown) => void,
) => Promise<void>;

/** Mounts a handler where a parser may read the body first; `remedy` says how to fix that. */
export function middleware(handler: HttpHandler, remedy: string): WebhookMiddleware {
  const handle = toMountable(handler);
  return async (request, response, next) => {
    try {
      const { body, rawBody = body } = request as ParsedRequest & { rawBody?: unknown };
      const isRaw = isRawBody(rawBody);
      if (!isRaw && request.readableDidRead && request.method === "POST") throw consumed(remedy);
      await answer(handle, request, response, isRaw ? rawBody : undefined);
    } catch (error) {
      next(error || new Error("The handler threw nothing that says what failed.")); // next(undefined) means success
    }
  };
}

function consumed(remedy: string): ConfigurationError {
  const message = `The raw request body is needed, but another parser has already consumed it: ${remedy}.`;
  return new ConfigurationError(message, [{ path: "body", message }]);
}
