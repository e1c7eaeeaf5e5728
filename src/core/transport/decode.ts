import { isObject } from "../../utils/json.ts";
import { readText } from "../bytes/streams.ts";
import type { ApiRequest, ApiResponse } from "../pipeline.ts";
import { findErrorEnvelope } from "./error-envelope.ts";
import type { FetchResponse } from "./fetch.ts";

/** Meta's largest pages are a few megabytes; downloads are streamed and have no limit. */
const maxBytes = 16 * 1024 * 1024;

/** The body of a response, checked to be what was requested. Anything else is thrown as an `ApiError`. */
export async function decode<T>(
  response: FetchResponse,
  headers: Headers,
  request: ApiRequest<T>,
): Promise<ApiResponse<T>> {
  const { status } = response;
  const text = await readAnswer(response);
  const body = text === undefined ? undefined : parse(text);
  if (response.ok && isUsable(body, request)) return { status, headers, body: body as T };
  // The table of codes, and what redacts, are loaded only when an error arrives.
  const [{ responseError }, { redactor }] = await Promise.all([
    import("../api-error.ts"),
    import("../redact.ts"),
  ]);
  const problem = text === undefined ? "the response is larger than 16 MB" : "no usable response";
  throw responseError({ status, headers, body, problem }, redactor(request));
}

/** The whole text, or `undefined` if there is too much of it. */
async function readAnswer(response: FetchResponse): Promise<string | undefined> {
  return response.body ? readText(response.body, maxBytes) : response.text();
}

/** A message with an id was accepted, whatever else the response contains. */
function isUsable(body: unknown, { send, expects }: ApiRequest): boolean {
  if (send !== undefined && hasMessageId(body)) return true;
  if (body === undefined || findErrorEnvelope(body) !== undefined) return false;
  return expects === undefined || expects(body);
}

/** Without a message id, it is unknown whether the message was accepted. */
export function hasMessageId(body: unknown): boolean {
  const messages = isObject(body) ? body.messages : undefined;
  const id: unknown = Array.isArray(messages) ? messages[0]?.id : undefined;
  return typeof id === "string" && id !== "";
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
