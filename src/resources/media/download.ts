import { digestToHex, sha256 } from "../../core/bytes/sha256.ts";
import { collectBlob, collectBytes, peek, watch } from "../../core/bytes/streams.ts";
import type { ApiResponse, Call } from "../../core/pipeline.ts";
import { scrub } from "../../core/redact.ts";
import { findErrorEnvelope } from "../../core/transport/error-envelope.ts";
import { plainCause } from "../../core/transport/plain-cause.ts";
import { invalid } from "../../core/validate.ts";
import { ApiError, ConnectionError, isWhatsAppError, WhatsAppError } from "../../errors.ts";
import type { CallOptions } from "../../types/common.ts";
import type { MediaDownload } from "../../types/media.ts";
import { parseJson } from "../../utils/json.ts";
import { essence } from "../shared/sniff.ts";

/** Where a file is, and what is known about it. */
export interface RemoteFile {
  url: string;
  mime_type?: string | undefined;
  sha256?: string | undefined;
  file_size?: number | undefined;
}

/**
 * Downloads a file from one of Meta's URLs, with the access token, and verifies it as it arrives.
 *
 * @throws {@link ValidationError} for any other URL; the token was not sent.
 */
export async function fetchFile(
  call: Call,
  { baseUrl, ...file }: RemoteFile & { baseUrl: string },
  options: CallOptions,
): Promise<MediaDownload> {
  const answer = await call<ReadableStream<Uint8Array> | null>({
    ...options,
    method: "GET",
    path: trustedAddress(file.url, baseUrl),
    idempotent: true,
    answer: "stream",
  });
  const body = await readFile(answer, file.mime_type);
  const known = {
    mime_type: file.mime_type ?? answer.headers.get("content-type") ?? undefined,
    sha256: file.sha256,
    file_size: file.file_size ?? announcedSize(answer.headers),
  };
  const stream = await verified(body, known, options.signal);
  return { stream, ...known, bytes: () => collectBytes(stream) };
}

const hosts = ["facebook.com", "fbsbx.com", "fbcdn.net", "whatsapp.net"];

/**
 * The URL of a media file, if the access token may be sent there: to Meta's hosts over https, or to the configured
 * host of the Graph API.
 *
 * @returns the parsed URL, which the transport cannot parse differently.
 * @throws {@link ValidationError} for any other URL.
 */
function trustedAddress(address: string, baseUrl: string): string {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url === undefined) throw untrusted("is not an absolute URL");
  if (url.username !== "" || url.password !== "") throw untrusted("must not contain a user name or password");
  if (url.origin === new URL(baseUrl).origin || isMetas(url)) return url.href;
  throw untrusted(`points to ${url.origin}; the access token is sent to Meta's hosts only`);
}

function isMetas({ protocol, port, hostname }: URL): boolean {
  if (protocol !== "https:" || port !== "") return false;
  return hosts.some((host) => hostname === host || hostname.endsWith(`.${host}`));
}

const untrusted = (message: string) => invalid("media URL", [{ path: "url", message }]);

/** Whether a fresh URL may help: Meta's URLs expire after minutes. */
export const isExpired = (error: unknown): boolean =>
  isWhatsAppError(error) &&
  error instanceof ApiError &&
  (error.status === 401 || error.status === 403 || error.status === 404 || error.status === 410);

/**
 * The bytes of a file. The media hosts report some failures as a page, or as JSON, with status 200. JSON may also be
 * the file: where nothing is known of its type, it is one unless it holds one of Meta's errors.
 */
async function readFile(
  answer: ApiResponse<ReadableStream<Uint8Array> | null>,
  expected: string | undefined,
): Promise<ReadableStream<Uint8Array>> {
  const body = answer.body ?? new Blob([]).stream();
  const given = essence(answer.headers.get("content-type"));
  const isJson = given === "application/json" || given === "text/javascript";
  if (given === essence(expected) || (!isJson && given !== "text/html")) return body;
  if (!isJson || (expected !== undefined && !mayBeJson(expected))) throw await readFailure(answer, body);
  const { head, isWhole, stream } = await peek(body, longestFailure);
  const isFailure = isWhole && findErrorEnvelope(parseJson(new TextDecoder().decode(head))) !== undefined;
  if (isFailure) throw await readFailure(answer, stream);
  return stream;
}

/** Pages with failures are short. */
const longestFailure = 65_536;

/** Types under which JSON files are announced, too. */
const mayBeJson = (type: string): boolean => /json|javascript|octet-stream|^text\/plain/i.test(type);

/** The error on such a page, if it is one of Meta's. */
async function readFailure(
  { status, headers }: ApiResponse,
  body: ReadableStream<Uint8Array>,
): Promise<Error> {
  const text = await collectBlob(body, {
    maxBytes: longestFailure,
    tooLarge: () => new Error(),
    signal: undefined,
  })
    .then((page) => page.text())
    .catch(() => "");
  const parsed = parseJson(text);
  const answer = findErrorEnvelope(parsed) === undefined ? undefined : parsed;
  const { responseError } = await import("../../core/api-error.ts");
  return responseError({ status, headers, body: answer }, scrub);
}

/** The same stream, failing at its end if the bytes do not match the announced size or hash. */
async function verified(
  body: ReadableStream<Uint8Array>,
  known: { sha256: string | undefined; file_size: number | undefined },
  signal: AbortSignal | undefined,
): Promise<ReadableStream<Uint8Array>> {
  const expected = known.sha256 === undefined ? undefined : digestToHex(known.sha256);
  const hash = await sha256();
  let size = 0;
  return watch(body, {
    signal,
    onChunk: (chunk) => {
      hash.update(chunk);
      size += chunk.byteLength;
    },
    onEnd: () => {
      if (known.file_size !== undefined && size !== known.file_size) throw toDamageError("size");
      if (expected !== undefined && hash.hex() !== expected) throw toDamageError("SHA-256");
    },
    onFailure: (error) =>
      new ConnectionError("The connection broke before the download was complete: try again.", {
        cause: plainCause(error, scrub),
      }),
  });
}

const toDamageError = (what: string): WhatsAppError =>
  new WhatsAppError(
    `The downloaded file is damaged: its ${what} does not match what WhatsApp announced. Download it again.`,
  );

/** The length of a compressed response is not the file's. */
function announcedSize(headers: Headers): number | undefined {
  const length = headers.get("content-length");
  return length === null || headers.has("content-encoding") ? undefined : Number(length);
}
