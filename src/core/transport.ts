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
  /** Called with the version that Meta serves. */
  onVersion: (served: string) => void;
}

/** The HTTP library, loaded at the first call: it takes longer to load than the rest of the package. */
export const loadTransport = once(() => import("ky"));

/**
 * Sends a request and decodes the response. Turns every failure into the error class that says what the caller may do
 * next; the layers around it only decide whether to repeat.
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

/** The full URL of a request; it contains the version whatever the base URL looks like. */
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
 * Sends a request that is complete except for its body and signal. These are added only here: a request built with a
 * body and then passed to `fetch` streams it through a pipe, and each step that takes a signal creates another one.
 * Together that costs more than sending.
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
 * The same request in a form that the runtime cannot send again on its own: Deno's `fetch` repeats a request after a
 * connection reset, even if the server has already accepted it, unless its body is a stream.
 *
 * @see https://github.com/denoland/deno/issues/35610
 */
function singleUse(request: Request): Request {
  if (!fetchRepeats()) return request;
  const body = request.body?.pipeThrough(new TransformStream()) ?? new Blob([]).stream();
  return new Request(request, { body, duplex: "half" } as RequestInit);
}

/** A body as `fetch` takes it, and its type if the runtime cannot determine it. */
interface Payload {
  body?: BodyInit;
  duplex?: "half";
  type?: string;
}

/** Plain values become JSON; whatever `fetch` accepts stays as it is. */
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
  const { responseError } = await import("./api-error.ts"); // the table of codes is loaded only when one arrives
  throw responseError({ status, headers, body }, redactor(request.body, findSecrets(request)));
}

const findSecrets = ({ headers, query }: ApiRequest): string[] =>
  [headers?.authorization?.split(" ")[1], query?.appsecret_proof].filter(
    (secret) => typeof secret === "string",
  );

/** Turns a failure into the error that tells the caller what may be done next; see each error class. */
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
  const why = cause instanceof ApiError ? cause.message : "no usable response arrived";
  const tag = send?.correlationTag;
  const remedy = tag === undefined ? "" : " Wait for a status webhook that carries `correlationTag`.";
  return new AmbiguousSendError(
    `The request may or may not have been carried out: ${why}. It was not repeated, to avoid doing it twice.${remedy}`,
    { correlationTag: tag, cause },
  );
}

function notSent(cause: unknown): ConnectionError {
  const why = cause instanceof AttemptTimeout ? cause.message : "The connection failed.";
  return new ConnectionError(`No response from WhatsApp: ${why}`, {
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
