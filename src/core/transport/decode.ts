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
  const body = text === undefined ? undefined : await parse(text);
  if (isUsable(response, body, request) || isPartial(body, request))
    return { status, headers, body: body as T };
  const { answerError } = await import("./answer-error.ts"); // the table of codes is loaded only when one arrives
  const problem = text === undefined ? "the response is larger than 16 MB" : "no usable response";
  throw answerError(request, { status, headers, body, problem });
}

/** The whole text, or `undefined` if there is too much of it. */
async function readAnswer(response: FetchResponse): Promise<string | undefined> {
  return response.body ? readText(response.body, maxBytes) : response.text();
}

/** A message with an id was accepted, whatever else the response contains, and whatever its status is. */
function isUsable({ ok }: FetchResponse, body: unknown, { send, expects }: ApiRequest): boolean {
  if (send !== undefined && hasMessageId(body)) return true;
  if (!ok || body === undefined || findErrorEnvelope(body) !== undefined) return false;
  return expects === undefined || expects(body);
}

/** Without a message id, it is unknown whether the message was accepted. */
export function hasMessageId(body: unknown): boolean {
  const messages = isObject(body) ? body.messages : undefined;
  const id: unknown = Array.isArray(messages) ? messages[0]?.id : undefined;
  return typeof id === "string" && id !== "";
}

/** Part of it succeeded: the body has the error, and what became of each element. */
function isPartial(body: unknown, { partial, expects }: ApiRequest): boolean {
  if (partial === undefined || !isObject(body) || Number(findErrorEnvelope(body)?.code) !== partial.code)
    return false;
  return typeof body[partial.key] === "object" && body[partial.key] !== null && expects?.(body) === true;
}

/** Where an integer may be too long for a number, or an id may be one. */
const needsCare = /(?:^|[:[,\s])-?\d{16}|ids?"\s*:\s*\[?\s*-?\d/;

async function parse(text: string): Promise<unknown> {
  try {
    if (!needsCare.test(text)) return JSON.parse(text);
    return (await import("../../utils/exact-json.ts")).parseWithTextIds(text);
  } catch {
    return undefined;
  }
}
