import { digestToHex, sha256 } from "../../core/bytes/sha256.ts";
import { collectBlob, collectBytes, watch } from "../../core/bytes/streams.ts";
import { plainCause } from "../../core/connection-failure.ts";
import { findErrorEnvelope } from "../../core/error-envelope.ts";
import type { ApiResponse, Call } from "../../core/pipeline.ts";
import { scrub } from "../../core/redact.ts";
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

/** Asks for a file at an address that has been checked, with the token, and watches over it as it arrives. */
export async function fetchFile(call: Call, file: RemoteFile, options: CallOptions): Promise<MediaDownload> {
  const answer = await call<ReadableStream<Uint8Array> | null>({
    ...options,
    method: "GET",
    path: file.url,
    idempotent: true,
    answer: "stream",
  });
  const body = answer.body ?? new Blob([]).stream();
  if (isFailurePage(answer, file.mime_type)) throw await failureOf(answer, body);
  const known = {
    mime_type: file.mime_type ?? answer.headers.get("content-type") ?? undefined,
    sha256: file.sha256,
    file_size: file.file_size ?? announcedSize(answer.headers),
  };
  const stream = await verified(body, known, options.signal);
  return { stream, ...known, bytes: () => collectBytes(stream) };
}

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
async function failureOf({ status, headers }: ApiResponse, body: ReadableStream<Uint8Array>): Promise<Error> {
  const text = await collectBlob(body, { maxBytes: 65_536, tooLarge: () => new Error(), signal: undefined })
    .then((page) => page.text())
    .catch(() => "");
  const parsed = parse(text);
  const answer = findErrorEnvelope(parsed) === undefined ? undefined : parsed;
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
      if (known.file_size !== undefined && size !== known.file_size) throw damaged("size");
      if (expected !== undefined && hash.hex() !== expected) throw damaged("SHA-256");
    },
    onFailure: (error) =>
      new ConnectionError("The download broke off before the file was complete: try again.", {
        cause: plainCause(error),
      }),
  });
}

const damaged = (what: string): WhatsAppError =>
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
