import type { WebhookQuery } from "./challenge.ts";
import type { WebhookHeaders } from "./headers.ts";
import type { RawBody } from "./raw-body.ts";

/** The parts of a request that a handler needs, in any framework. */
export interface WebhookRequest {
  /** `GET` for Meta's verification request, `POST` for events. */
  method: string;
  /** The query string, parsed. */
  query: WebhookQuery;
  /** The webhook reads only `X-Hub-Signature-256`, in any letter case. */
  headers: WebhookHeaders;
  /** The body as received, text or bytes. Re-serialized JSON never matches its signature. */
  rawBody: RawBody;
  /** Keeps the process alive until the work is done, on platforms that offer this. */
  waitUntil?: ((work: Promise<unknown>) => void) | undefined;
  /** Whether the platform may stop the process once the reply is out (AWS Lambda, Next.js). Default: `false`. */
  endsWithReply?: boolean | undefined;
}

/** A request without its body. */
export type WebhookHead = Omit<WebhookRequest, "rawBody">;

/** A response, in any framework. */
export interface HttpReply {
  /** HTTP status. */
  status: number;
  /** Response headers. */
  headers: Record<string, string>;
  /** Response body. */
  body: string;
}

/** Answers requests, whatever the framework. The adapters mount any function of this type. */
export interface HttpHandler<Reply extends HttpReply = HttpReply> {
  (request: WebhookRequest): Promise<Reply>;
  /** The largest body it accepts, in bytes. Adapters answer larger ones with 413. Default: 3 MB plus 64 KB. */
  readonly maxBodyBytes?: number | undefined;
  /**
   * Answers a request that needs no body, or deserves none to be read; `undefined` if the body decides. Adapters ask it
   * before they keep a body.
   */
  readonly replyEarly?: ((head: WebhookHead) => Reply | undefined) | undefined;
}
