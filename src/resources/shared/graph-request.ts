import type { ApiRequest, Query, SendFacts } from "../../core/pipeline.ts";
import { invalid } from "../../core/validate.ts";
import type { CallOptions } from "../../types/common.ts";

/** A call to any edge of the Graph API. */
export interface GraphRequest extends CallOptions {
  /** The HTTP method. */
  method: "GET" | "POST" | "DELETE";
  /** The path below the version: `/106540352242922/settings`. Escape the ids in it yourself. */
  path: string;
  /** Query parameters; arrays are sent as JSON. */
  query?: Query | undefined;
  /** A plain object is sent as JSON; FormData and bytes are sent as they are. */
  body?: unknown;
  /** Whether repeating the call changes nothing; only then is it repeated after an unknown outcome. Default: true for GET and DELETE. */
  idempotent?: boolean | undefined;
}

/** @throws {@link ValidationError} for a path that leads elsewhere: the call carries the token. */
export function readGraphRequest(request: GraphRequest): ApiRequest<never> {
  const { method, path, idempotent = method !== "POST" } = request;
  if (/^[a-z][a-z0-9+.-]*:|^\/\//i.test(path)) {
    const message = "must be a path below the Graph API version, not a full URL";
    throw invalid("request", [{ path: "path", message }]);
  }
  return { ...request, idempotent, send: findSendFacts(request) };
}

/** Messages sent through `request` count toward the number's throughput like any other. */
function findSendFacts({ method, path, body }: GraphRequest): SendFacts | undefined {
  const [, phoneNumberId, edge] = /^\/?(\d+)\/(messages|marketing_messages)\/?$/.exec(path) ?? [];
  if (method !== "POST" || phoneNumberId === undefined || edge === undefined) return undefined;
  const {
    to,
    recipient,
    biz_opaque_callback_data: correlationTag,
  } = (body ?? {}) as Record<string, string | undefined>;
  return { phoneNumberId, recipient: to ?? recipient, correlationTag };
}
