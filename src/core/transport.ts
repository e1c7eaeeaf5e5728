import { AmbiguousSendError, ApiError, ConnectionError } from "../errors.ts";
import { abortable } from "../utils/abortable.ts";
import { once } from "../utils/once.ts";
import { fetchRepeats } from "../utils/runtime.ts";
import { multipart } from "./bytes/multipart.ts";
import { certainlyNeverLeft, plainCause } from "./connection-failure.ts";
import { AttemptTimeout } from "./deadline.ts";
import { findErrorEnvelope } from "./error-envelope.ts";
import type { ApiRequest, ApiResponse, Call, Query } from "./pipeline.ts";
import { redactor } from "./redact.ts";
import { version } from "./version.ts";

export interface TransportOptions {
  baseUrl: string;
  apiVersion: string;
  fetch: typeof globalThis.fetch | undefined;
  /** Told once when Meta serves another version than the one asked for. */
  onVersion: (served: string) => void;
}

/** The HTTP library, loaded at the first call: loading it costs more than all the rest of the package. */
export const loadTransport = once(() => import("ky"));

/**
 * Sends a request and decodes the answer. Whatever goes wrong leaves here as the error class that says what the
 * caller may do next; the layers around only decide on repeating.
 */
export const transport =
  (options: TransportOptions): Call =>
  async (request) => {
    const journey = { left: false };
    try {
      return await abortable(exchange(request, options, journey), request.signal);
    } catch (error) {
      throw classify(error, request, journey.left);
    }
  };

async function exchange<T>(
  request: ApiRequest<T>,
  options: TransportOptions,
  journey: { left: boolean },
): Promise<ApiResponse<T>> {
  const { default: ky } = await loadTransport();
  const payload = await toPayload(request.body);
  const response = await ky(toUrl(request, options), {
    method: request.method,
    headers: { "user-agent": `wacloud/${version}`, ...request.headers },
    fetch: (input) => {
      request.signal?.throwIfAborted();
      journey.left = true;
      return depart(input as Request, request, payload, options.fetch);
    },
    redirect: "manual",
    retry: 0,
    timeout: false,
    throwHttpErrors: false,
  });
  const served = response.headers.get("facebook-api-version");
  if (served !== null && !/^https?:/i.test(request.path)) options.onVersion(served);
  return decode(response, request);
}

/** The full address of a request: the version stands in it whatever the base address looks like. */
function toUrl({ path, query }: ApiRequest, base: Pick<TransportOptions, "baseUrl" | "apiVersion">): string {
  const isAbsolute = /^https?:/i.test(path);
  const address = isAbsolute
    ? path
    : `${base.baseUrl.replace(/\/+$/, "")}/${base.apiVersion}/${path.replace(/^\/+/, "")}`;
  const search = toSearch(query);
  if (search === "") return address;
  return `${address}${address.includes("?") ? "&" : "?"}${search}`;
}

function toSearch(query: Query | undefined): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query ?? {})) {
    if (value !== undefined)
      search.set(name, typeof value === "object" ? JSON.stringify(value) : String(value));
  }
  return search.toString();
}

/**
 * Sends what is complete but for its body and its signal. They join it only here: a request that is built with a body
 * and then handed to `fetch` streams it through a pipe, and every hand a signal passes through makes another of it;
 * together that costs more than sending.
 */
function depart(
  bare: Request,
  { signal, idempotent }: ApiRequest,
  { type, ...body }: Payload,
  fetch: TransportOptions["fetch"],
): Promise<Response> {
  if (type !== undefined && !bare.headers.has("content-type")) bare.headers.set("content-type", type);
  const rest = signal === undefined ? body : { ...body, signal };
  if (fetch === undefined && (idempotent || !fetchRepeats())) return globalThis.fetch(bare, rest);
  const whole = new Request(bare, rest);
  const send = fetch ?? globalThis.fetch;
  return send(idempotent ? whole : singleUse(whole));
}

/**
 * The same request, such that the runtime cannot send it a second time by itself: Deno's `fetch` repeats a request
 * whose connection was reset, also one that the server has taken already, unless its body is a stream.
 *
 * @see https://github.com/denoland/deno/issues/35610
 */
function singleUse(request: Request): Request {
  if (!fetchRepeats()) return request;
  const body = request.body?.pipeThrough(new TransformStream()) ?? new Blob([]).stream();
  return new Request(request, { body, duplex: "half" } as RequestInit);
}

/** A body as `fetch` takes it, and its type where the runtime cannot tell. */
interface Payload {
  body?: BodyInit;
  duplex?: "half";
  type?: string;
}

/** Plain values travel as JSON; what `fetch` can send by itself travels as it is. */
async function toPayload(body: unknown): Promise<Payload> {
  if (body === undefined) return {};
  if (body instanceof FormData) return { body: await multipart(body) };
  if (body instanceof ReadableStream) return { body, duplex: "half" };
  const isNative =
    typeof body === "string" ||
    body instanceof Blob ||
    body instanceof ArrayBuffer ||
    ArrayBuffer.isView(body) ||
    body instanceof URLSearchParams;
  return isNative ? { body: body as BodyInit } : { body: JSON.stringify(body), type: "application/json" };
}

async function decode<T>(response: Response, request: ApiRequest<T>): Promise<ApiResponse<T>> {
  const { status, headers } = response;
  if (response.ok && request.answer === "stream") return { status, headers, body: response.body as T };
  const body = parse(await response.text());
  const fits = request.expects === undefined || request.expects(body);
  if (response.ok && findErrorEnvelope(body) === undefined && body !== undefined && fits) {
    return { status, headers, body: body as T };
  }
  const { responseError } = await import("./api-error.ts"); // what every code means is loaded when one arrives
  throw responseError({ status, headers, body }, redactor(request.body, findSecrets(request)));
}

const findSecrets = ({ headers, query }: ApiRequest): string[] =>
  [headers?.authorization?.split(" ")[1], query?.appsecret_proof].filter(
    (secret) => typeof secret === "string",
  );

/** What a failure means for the one who asked; see the class of each error. */
function classify(error: unknown, request: ApiRequest, left: boolean): unknown {
  const given = request.signal?.aborted === true ? request.signal.reason : error;
  const isTimeout = given instanceof AttemptTimeout;
  const isAbort = request.signal?.aborted === true && !isTimeout;
  if (given instanceof ApiError)
    return request.idempotent || !isUnclear(given) ? given : unclear(request, given);
  if (!left) return isAbort ? given : notSent(given);
  if (!request.idempotent && (isAbort || !certainlyNeverLeft(given))) {
    return unclear(request, isAbort || isTimeout ? given : plainCause(given));
  }
  return isAbort ? given : notSent(given);
}

const isUnclear = (error: ApiError): boolean => error.retryClass === "ambiguous" || error.status === 408;

function unclear({ send }: ApiRequest, cause: unknown): AmbiguousSendError {
  const why = cause instanceof ApiError ? cause.message : "no usable answer arrived";
  const tag = send?.correlationTag;
  const remedy = tag === undefined ? "" : " Wait for a status webhook that carries the correlation tag.";
  return new AmbiguousSendError(
    `The request may have been carried out, or not: ${why}. It is not repeated, because a repeat could do it twice.${remedy}`,
    { correlationTag: tag, cause },
  );
}

function notSent(cause: unknown): ConnectionError {
  const why = cause instanceof AttemptTimeout ? cause.message : "The connection failed.";
  return new ConnectionError(`No answer from WhatsApp: ${why}`, {
    cause: cause instanceof AttemptTimeout ? cause : plainCause(cause),
  });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
