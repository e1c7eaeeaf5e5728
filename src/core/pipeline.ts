/** Query parameters. An array is sent as JSON, the form in which the Graph API reads lists; `undefined` is omitted. */
export type Query = Readonly<
  Record<string, string | number | boolean | readonly (string | number | object)[] | undefined>
>;

/** One call to the Graph API, as plain data. */
export interface ApiRequest<T = unknown> {
  /** The HTTP method. */
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  /** The path below the version: `/106540352242922/messages`. A full URL is used unchanged. */
  readonly path: string;
  /** Query parameters. */
  readonly query?: Query | undefined;
  /** A plain value is sent as JSON; FormData, Blob, bytes and streams are sent as they are. */
  readonly body?: unknown;
  /** Additional request headers. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** The authorization scheme; the upload endpoints document `OAuth`. Default `Bearer`. */
  readonly tokenScheme?: "Bearer" | "OAuth" | undefined;
  /** Whether the body is a form that proves the token, too: it then gets an `appsecret_proof`, which needs the app secret. */
  readonly provesToken?: boolean | undefined;
  /** Aborts the call. */
  readonly signal?: AbortSignal | undefined;
  /** How long one attempt may take, in milliseconds. Default: the client's `timeoutMs`. */
  readonly timeoutMs?: number | undefined;
  /** Whether repeating it changes nothing, as with reads, deletes and settings. A send is never idempotent. */
  readonly idempotent: boolean;
  /** Whose call it is: decides which access token it carries, where a function returns them. */
  readonly owner?: AccessTokenContext | undefined;
  /** Present on calls that count toward a phone number's throughput. */
  readonly send?: SendFacts | undefined;
  /** The `biz_opaque_callback_data` of what is not a message, such as a phone call. */
  readonly correlationTag?: string | undefined;
  /** How to return the body: as decoded JSON (the default), or as a stream. */
  readonly answer?: "json" | "stream" | undefined;
  /** Checks that the body of a 2xx response is what was requested; if not, the response counts as unusable. */
  readonly expects?: ((body: unknown) => body is T) | undefined;
  /** The error that means that part of it succeeded: the call resolves if the body also says what failed, under `key`. */
  readonly partial?: { readonly code: number; readonly key: string } | undefined;
}

/** Whose access token is needed, as far as the client, the event that is replied to, and the call's options say. */
export interface AccessTokenContext {
  /** The WhatsApp Business Account. */
  readonly businessAccountId?: string | undefined;
  /** The business phone number. */
  readonly phoneNumberId?: string | undefined;
}

/** What the layers need to know about a message. */
export interface SendFacts {
  /** The sending number; throughput is counted per number. */
  readonly phoneNumberId: string;
  /** The recipient; Meta also limits each pair of sender and recipient. */
  readonly recipient?: string | undefined;
  /** The value of `biz_opaque_callback_data`. */
  readonly correlationTag?: string | undefined;
  /**
   * Present if the message is sent once per key.
   *
   * @internal
   */
  readonly keyed?: KeyedCall | undefined;
}

/** A message that is sent once per key. */
export interface KeyedCall {
  /** Makes the call unless the message was sent, or may have been sent. */
  run<T>(request: ApiRequest<T>, next: Call): Promise<ApiResponse<T>>;
  /** Makes one attempt: records that the message may leave, and afterwards if it certainly did not. */
  attempt<T>(request: ApiRequest<T>, next: Call): Promise<ApiResponse<T>>;
}

/** A successful response. */
export interface ApiResponse<T = unknown> {
  /** HTTP status, always 2xx. */
  readonly status: number;
  /** Response headers. */
  readonly headers: Headers;
  /** The decoded body. */
  readonly body: T;
}

/** Sends one request; resolves with the decoded response, or rejects with a `WhatsAppError`. */
export type Call = <T = unknown>(request: ApiRequest<T>) => Promise<ApiResponse<T>>;

/**
 * Wraps one concern around the rest of a call.
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

/** The first layer is outermost: `pipeline(transport, retry, deadline)` gives each attempt its own deadline. */
export const pipeline = (transport: Call, ...layers: readonly Layer[]): Call =>
  layers.reduceRight((next, layer) => layer(next), transport);
