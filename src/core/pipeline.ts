/** Query parameters. An array travels as JSON, which is how Graph reads lists; `undefined` is left out. */
export type Query = Readonly<
  Record<string, string | number | boolean | readonly (string | number)[] | undefined>
>;

/** One call to the Graph API, as plain data. */
export interface ApiRequest<T = unknown> {
  /** The HTTP method. */
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  /** Below the version: `/106540352242922/messages`. An absolute address is taken as it is. */
  readonly path: string;
  /** What stands behind the path. */
  readonly query?: Query | undefined;
  /** A plain value travels as JSON; FormData, Blob, bytes and streams travel as they are. */
  readonly body?: unknown;
  /** Further request headers. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** The word before the token; the upload endpoints document `OAuth`. Default `Bearer`. */
  readonly tokenScheme?: "Bearer" | "OAuth" | undefined;
  /** Gives the call up. */
  readonly signal?: AbortSignal | undefined;
  /** Per attempt, in milliseconds; the client's default where absent. */
  readonly timeoutMs?: number | undefined;
  /** Repeating it changes nothing: reads, deletes, settings. A send is never idempotent. */
  readonly idempotent: boolean;
  /** Present on calls that count against a phone number's throughput. */
  readonly send?: SendFacts | undefined;
  /** What comes back: decoded JSON (the default), or the body as a stream. */
  readonly answer?: "json" | "stream" | undefined;
  /** Whether a 2xx body is the answer that was asked for. One that is not counts as no usable answer. */
  readonly expects?: ((body: unknown) => body is T) | undefined;
}

/** What the layers need to know about a message. */
export interface SendFacts {
  /** The sending number: throughput is counted per number. */
  readonly phoneNumberId: string;
  /** Who receives it: Meta also limits each pair of sender and recipient. */
  readonly recipient?: string | undefined;
  /** What travels as `biz_opaque_callback_data`. */
  readonly correlationTag?: string | undefined;
}

/** What a layer returns. */
export interface ApiResponse<T = unknown> {
  /** HTTP status, always 2xx. */
  readonly status: number;
  /** Response headers. */
  readonly headers: Headers;
  /** The decoded body. */
  readonly body: T;
}

/** Sends one request; resolves with the decoded answer or throws a `WhatsAppError`. */
export type Call = <T = unknown>(request: ApiRequest<T>) => Promise<ApiResponse<T>>;

/**
 * One concern of a call, wrapped around the rest.
 *
 * @example
 * const timing: Layer = (next) => async (request) => {
 *   const started = performance.now();
 *   try {
 *     return await next(request);
 *   } finally {
 *     console.log(request.method, request.path, performance.now() - started);
 *   }
 * };
 */
export type Layer = (next: Call) => Call;

/** First layer outermost: `pipeline(transport, retry, deadline)` gives each attempt its own deadline. */
export const pipeline = (transport: Call, ...layers: readonly Layer[]): Call =>
  layers.reduceRight((next, layer) => layer(next), transport);
