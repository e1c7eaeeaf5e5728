/** What the client passes to a `fetch` beside the URL: plain values, which any implementation understands. */
export interface FetchInit {
  /** The HTTP method. */
  method: string;
  /** The headers, with names in lower case. */
  headers: Record<string, string>;
  /** JSON text, bytes, a Blob, URLSearchParams or a web stream. */
  // biome-ignore lint/suspicious/noExplicitAny: implementations disagree about the types of Blobs and streams
  body?: any;
  /** Aborted when the caller cancels the call, or the attempt times out. */
  signal?: AbortSignal;
  /** Redirects are not followed. */
  redirect: "manual";
  /** Set for a body that is a stream. */
  duplex?: "half";
}

/** What the client reads of a response: `Response` of any implementation has it. */
export interface FetchResponse {
  /** HTTP status. */
  readonly status: number;
  /** Whether the status is 2xx. */
  readonly ok: boolean;
  /** Response headers. */
  readonly headers: Iterable<[string, string]>;
  /** The body: a web stream, or one of Node.js. */
  readonly body: ReadableStream<Uint8Array> | AsyncIterable<unknown> | null;
  /** The whole body as text. */
  text(): Promise<string>;
}

/**
 * A `fetch`: the runtime's, or that of another implementation such as `undici` and `node-fetch` from npm. (The type of a
 * method also accepts implementations whose types of `init` differ in details.)
 */
export type Fetch = {
  /** Sends a request, and resolves with the response as soon as its headers have arrived. */
  fetch(url: string, init: FetchInit): Promise<FetchResponse>;
}["fetch"];
