import { collectBlob, collectBytes, watch } from "../../core/bytes.ts";
import { plainCause } from "../../core/connection-failure.ts";
import { errorEnvelope } from "../../core/error-envelope.ts";
import type { ApiResponse, Call } from "../../core/pipeline.ts";
import { scrub } from "../../core/redact.ts";
import { digestToHex, sha256 } from "../../core/sha256.ts";
import { invalid } from "../../core/validate.ts";
import { ApiError, ConnectionError, isWhatsAppError, WhatsAppError } from "../../errors.ts";
import type { CallOptions } from "../../types/common.ts";
import type { MediaDownload } from "../../types/media.ts";

/** Where a file is, and what is known of it. */
export interface RemoteFile {
  url: string;
  mime_type?: string | undefined;
  sha256?: string | undefined;
  file_size?: number | undefined;
}

/**
 * Downloads a file from an address of Meta's, with the token, and watches over it as it arrives.
 *
 * @throws {@link ValidationError} for any other address; the token did not leave.
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
  const body = answer.body ?? new Blob([]).stream();
  if (isFailurePage(answer, file.mime_type)) throw await readFailure(answer, body);
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
 * The address of a media file, once it is certain that the access token may go there: to Meta's hosts over https,
 * or to where the Graph API itself was configured to be.
 *
 * @returns the address as it was understood, so that nothing else reads it in another way.
 * @throws {@link ValidationError} for any other address.
 */
function trustedAddress(address: string, baseUrl: string): string {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url === undefined) throw untrusted("is not a whole address");
  if (url.username !== "" || url.password !== "") throw untrusted("holds a user name or password");
  if (url.origin === new URL(baseUrl).origin || isMetas(url)) return url.href;
  throw untrusted(`is at ${url.origin}, to which the access token is not sent`);
}

function isMetas({ protocol, port, hostname }: URL): boolean {
  if (protocol !== "https:" || port !== "") return false;
  return hosts.some((host) => hostname === host || hostname.endsWith(`.${host}`));
}

const untrusted = (message: string) => invalid("media address", [{ path: "url", message }]);

/** Whether a failed download is worth a fresh address: Meta's addresses die after minutes. */
export const isExpired = (error: unknown): boolean =>
  isWhatsAppError(error) &&
  error instanceof ApiError &&
  (error.status === 401 || error.status === 403 || error.status === 404 || error.status === 410);

/** The media hosts answer some failures with 200 and a page, or with an error in JSON: that is not the file. */
function isFailurePage({ headers }: ApiResponse, expected: string | undefined): boolean {
  const given = essence(headers.get("content-type"));
  const isPage = given === "text/html" || given === "application/json" || given === "text/javascript";
  return isPage && given !== essence(expected);
}

/** What such a page says, when it is an error of Meta's. */
async function readFailure(
  { status, headers }: ApiResponse,
  body: ReadableStream<Uint8Array>,
): Promise<Error> {
  const text = await collectBlob(body, { maxBytes: 65_536, tooLarge: () => new Error(), signal: undefined })
    .then((page) => page.text())
    .catch(() => "");
  const parsed = parse(text);
  const answer = errorEnvelope(parsed) === undefined ? undefined : parsed;
  const { responseError } = await import("../../core/api-error.ts");
  return responseError({ status, headers, body: answer }, scrub);
}

/** The stream, which ends with an error when its bytes are not the ones that were announced. */
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
      new ConnectionError("The download broke off before the file was complete: try again.", {
        cause: plainCause(error),
      }),
  });
}

const toDamageError = (what: string): WhatsAppError =>
  new WhatsAppError(`The downloaded file is damaged: its ${what} is not the one that WhatsApp announced.`);

/** What travels compressed has another size on the way. */
function announcedSize(headers: Headers): number | undefined {
  const length = headers.get("content-length");
  return length === null || headers.has("content-encoding") ? undefined : Number(length);
}

const essence = (type: string | null | undefined): string => (type?.split(";")[0] ?? "").trim().toLowerCase();

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
