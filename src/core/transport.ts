import { ApiError, ConnectionError, ValidationError } from "../errors.ts";
import { abortable } from "../utils/abortable.ts";
import { once } from "../utils/once.ts";
import { fetchRepeats, isDeno } from "../utils/runtime.ts";
import { toWebStream } from "./bytes/streams.ts";
import { hasTimedOut } from "./deadline.ts";
import type { ApiRequest, ApiResponse, Call, Query } from "./pipeline.ts";
import { ambiguousSend } from "./transport/ambiguous-send.ts";
import { certainlyNeverLeft } from "./transport/connection-failure.ts";
import { decode } from "./transport/decode.ts";
import type { Fetch, FetchResponse } from "./transport/fetch.ts";
import { type Payload, singleUse, toJson, toPayload } from "./transport/payload.ts";
import { version } from "./version.ts";

export interface TransportOptions {
  baseUrl: string;
  apiVersion: string;
  /** The caller's own; `undefined` for the runtime's. */
  fetch: Fetch | undefined;
  /** Called with the version that Meta serves. */
  onVersion: (served: string) => void;
}

/** The HTTP library, loaded at the first call: it takes longer to load than the rest of the package. */
export const loadTransport = once(() => import("ky"));

/** How far a request has come. Only between departure and answer can a failure prove that nothing was sent. */
interface Journey {
  stage: "preparing" | "departed" | "answered";
}

/**
 * Sends a request and decodes the response. Turns every failure into the error class that says what the caller may do
 * next; the layers around it only decide whether to repeat.
 */
export const transport =
  (options: TransportOptions): Call =>
  async (request) => {
    const journey: Journey = { stage: "preparing" };
    try {
      return await abortable(exchange(request, options, journey), request.signal);
    } catch (error) {
      const given = request.signal?.aborted ? request.signal.reason : error;
      const neverLeft = isProof(given, journey, options);
      throw await classify(given, request, { neverLeft, isAnswered: journey.stage === "answered" });
    }
  };

async function exchange<T>(
  request: ApiRequest<T>,
  options: TransportOptions,
  journey: Journey,
): Promise<ApiResponse<T>> {
  const { default: ky } = await loadTransport();
  const payload = await toPayload(request.body);
  const headers = { "user-agent": `wacloud/${version}`, ...request.headers };
  try {
    new Headers(headers);
  } catch {
    throw (await import("./transport/headers.ts")).invalidHeaders(headers);
  }
  const response: FetchResponse = await ky(toUrl(request, options), {
    method: request.method,
    headers,
    fetch: (input) => {
      request.signal?.throwIfAborted();
      journey.stage = "departed";
      return depart(input as Request, request, payload, options.fetch) as Promise<Response>;
    },
    redirect: "manual",
    retry: 0,
    timeout: false,
    throwHttpErrors: false,
  });
  journey.stage = "answered";
  const received = new Headers([...response.headers]);
  const served = received.get("facebook-api-version");
  if (served !== null && !/^https?:/i.test(request.path)) options.onVersion(served);
  if (!response.ok || request.answer !== "stream") return decode(response, received, request);
  return {
    status: response.status,
    headers: received,
    body: (response.body && toWebStream(response.body)) as T,
  };
}

/** The full URL of a request; it contains the version whatever the base URL looks like. */
export function toUrl(
  { path, query }: Pick<ApiRequest, "path" | "query">,
  base: Pick<TransportOptions, "baseUrl" | "apiVersion">,
): string {
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
      search.set(name, typeof value === "object" ? toJson(value, `query.${name}`) : String(value));
  }
  return search.toString();
}

/**
 * Sends a request that is complete except for its body and signal. These are added only here: a request built with a
 * body and then passed to `fetch` streams it through a pipe, and each step that takes a signal creates another one.
 * Together that costs more than sending.
 *
 * A `fetch` of the caller's receives plain values: another implementation does not know the runtime's `Request`.
 */
function depart(
  bare: Request,
  { signal, idempotent }: ApiRequest,
  payload: Payload,
  fetch: Fetch | undefined,
): Promise<FetchResponse> {
  const repeats = fetch === undefined ? fetchRepeats() : isDeno();
  const isWhole = idempotent || !repeats || bare.method === "GET"; // which can have no body
  const { headers: implied = {}, ...body } = isWhole ? payload : singleUse(payload);
  for (const [name, value] of Object.entries(implied)) {
    if (!bare.headers.has(name)) bare.headers.set(name, value);
  }
  const rest = signal === undefined ? body : { ...body, signal };
  if (fetch === undefined) return globalThis.fetch(bare, rest);
  const { method, headers } = bare;
  return fetch(bare.url, { method, headers: Object.fromEntries(headers), redirect: "manual", ...rest });
}

/** Whether a failure proves that the request never left. What the caller's own `fetch` throws proves nothing. */
function isProof(error: unknown, { stage }: Journey, { fetch }: TransportOptions): boolean {
  if (stage === "departed") return fetch === undefined && certainlyNeverLeft(error);
  return stage === "preparing";
}

/** What is certain about a request that failed. */
interface Proof {
  neverLeft: boolean;
  /** An `ApiError` is Meta's refusal only then: the caller's own `fetch` may use this package, and throw one. */
  isAnswered: boolean;
}

/** Turns a failure into the error that tells the caller what may be done next; see each error class. */
async function classify(
  error: unknown,
  request: ApiRequest,
  { neverLeft, isAnswered }: Proof,
): Promise<unknown> {
  const isTimeout = hasTimedOut(request.signal);
  const isAbort = request.signal?.aborted === true && !isTimeout; // whatever its reason is
  if (!isAbort && isAnswered && error instanceof ApiError)
    return request.idempotent || !isUnclear(error)
      ? error
      : ambiguousSend(request, error, { repeated: false });
  if (!isAbort && error instanceof ValidationError && neverLeft) return error;
  const isCertain = request.idempotent || neverLeft;
  if (isAbort && isCertain) return error;
  const cause = isAbort || isTimeout ? error : await loadCause(request, error);
  return isCertain ? noResponse(error, isTimeout, cause) : ambiguousSend(request, cause, { repeated: false });
}

/** Private words are better lost than told: without the code that removes them, there is no cause. */
const loadCause = (request: ApiRequest, error: unknown): Promise<unknown> =>
  import("./transport/answer-error.ts").then(
    ({ failureCause }) => failureCause(request, error),
    () => undefined,
  );

const isUnclear = (error: ApiError): boolean => error.retryClass === "ambiguous" || error.status === 408;

function noResponse(error: unknown, isTimeout: boolean, cause: unknown): ConnectionError {
  const why = isTimeout ? (error as Error).message : "The connection failed.";
  return new ConnectionError(`No response from WhatsApp: ${why}`, { cause });
}
