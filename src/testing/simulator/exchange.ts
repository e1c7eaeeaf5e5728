import { abortable } from "../../utils/abortable.ts";

/** Receives webhooks in the same process. */
export type WebhookFunction = (request: Request) => Promise<Response> | Response;

/** What is posted to the app. */
export interface Post {
  rawBody: string;
  /** The `x-hub-signature-256` header. */
  signature: string;
  /** What a function sees as the address. */
  url: string;
  signal: AbortSignal;
}

/** Posts signed JSON to the app, as Meta does: over HTTP, or in the same process. */
export async function postSigned(target: string | WebhookFunction, post: Post): Promise<Response> {
  const { rawBody: body, signature, url, signal } = post;
  const headers = {
    "content-type": "application/json",
    "user-agent": "facebookexternalua",
    "x-hub-signature-256": signature,
  };
  const init = { method: "POST", headers, body, signal, redirect: "manual" } as const;
  if (typeof target === "string") return fetch(target, init);
  const response: unknown = await abortable(Promise.resolve(target(new Request(url, init))), signal);
  if (isResponse(response)) return response;
  throw new TypeError("it returned no Response");
}

/** Another copy of the class will do. */
const isResponse = (value: unknown): value is Response =>
  typeof value === "object" && value !== null && "status" in value;

/** Why there was no response: an error code or name, and what a function said when it threw. */
export interface NoResponse {
  error: string;
  thrown?: string;
}

export function describeFailure(error: unknown, isOwn: boolean): NoResponse {
  const { name = "Error", message, cause } = error as Partial<Error> & { cause?: { code?: unknown } };
  const isThrown = isOwn && !(error instanceof DOMException) && typeof message === "string";
  return {
    error: typeof cause?.code === "string" ? cause.code : name,
    ...(isThrown ? { thrown: message } : {}),
  };
}
