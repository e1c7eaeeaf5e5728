import { readHeader } from "../webhooks/headers.ts";
import type { HttpReply, WebhookHead } from "../webhooks/http.ts";
import { IncomingBody } from "./incoming-body.ts";
import { type MountableHandler, tooLarge } from "./mountable.ts";

/** A request whose body has yet to arrive. */
export interface IncomingRequest {
  /** Takes the chunks. */
  body: IncomingBody;
  /** The reply once the body has arrived. */
  reply(): Promise<HttpReply>;
}

/**
 * Looks at a request before its body arrives: nothing is kept of a body that is too large, or that the reply does not
 * depend on, because it is not signed for example. It is read nevertheless: many senders read no response before they
 * are done.
 */
export function beginRequest(handle: MountableHandler, head: WebhookHead): IncomingRequest {
  const early = handle.replyEarly?.(head);
  const isLong = Number(readHeader(head.headers, "content-length")) > handle.maxBodyBytes;
  const body = new IncomingBody(handle.maxBodyBytes, early === undefined && !isLong);
  const reply = async () =>
    body.isTooLarge ? tooLarge() : (early ?? handle({ ...head, rawBody: body.bytes }));
  return { body, reply };
}
