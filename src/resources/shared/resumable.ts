import { hasTexts } from "../../core/endpoint.ts";
import { path } from "../../core/path.ts";
import type { ApiRequest, Call } from "../../core/pipeline.ts";
import { required } from "../../core/required.ts";
import { AmbiguousSendError, ApiError, ConnectionError, isWhatsAppError } from "../../errors.ts";
import type { CallOptions } from "../../types/common.ts";
import { longestDuration } from "../../utils/duration.ts";
import { isObject } from "../../utils/json.ts";
import type { PreparedFile } from "./prepare.ts";

/** Settings of uploads for templates and profile pictures. */
export interface HandleSettings {
  appId: string | undefined;
  timeoutMs: number;
}

/** How often sending the bytes, or the rest of them, is attempted. */
const maxAttempts = 5;

/**
 * The app that uploads belong to.
 *
 * @throws {@link ConfigurationError} if the client has none.
 */
export const requireAppId = ({ appId }: HandleSettings): string =>
  required(appId, "appId", "WHATSAPP_APP_ID");

/**
 * Uploads a file through Meta's Resumable Upload API. If the connection breaks, the upload resumes where it stopped.
 *
 * @returns the handle, which is not a media id.
 */
export async function uploadHandle(
  call: Call,
  settings: HandleSettings,
  prepared: PreparedFile,
  options: CallOptions,
): Promise<string> {
  const session = await openSession(call, path`/${requireAppId(settings)}/uploads`, prepared, options);
  return sendBytes(call, session, prepared.blob, withPatience(prepared, settings, options));
}

/** The options with a timeout that grows with the file. */
export function withPatience(
  { blob }: PreparedFile,
  { timeoutMs }: { timeoutMs: number },
  options: CallOptions,
): CallOptions {
  const millisecondsPerByte = 4000 / 2 ** 20;
  const patience = timeoutMs + Math.ceil(blob.size * millisecondsPerByte);
  return { ...options, timeoutMs: options.timeoutMs ?? Math.min(patience, longestDuration) };
}

/** Opens an upload session. Its id has characters that must not be escaped. */
async function openSession(
  call: Call,
  edge: string,
  { blob, type, filename }: PreparedFile,
  options: CallOptions,
): Promise<string> {
  const { body } = await call({
    ...options,
    method: "POST",
    path: edge,
    query: { file_name: filename, file_length: blob.size, file_type: type },
    idempotent: true, // an unused session expires
    expects: isSession,
  });
  return body.id;
}

/**
 * Sends the bytes. If a response is lost, asks Meta how many arrived and sends the rest.
 *
 * @throws {@link ConnectionError} after too many attempts.
 */
async function sendBytes(call: Call, session: string, blob: Blob, options: CallOptions): Promise<string> {
  for (let attempt = 1, offset = 0; ; attempt++) {
    try {
      return await sendFrom(call, session, blob, offset, options);
    } catch (error) {
      options.signal?.throwIfAborted();
      if (!isInterrupted(error)) throw error;
      if (attempt === maxAttempts) throw toBrokenOffError(error);
    }
    offset = await readOffset(call, session, blob.size, options);
  }
}

async function sendFrom(
  call: Call,
  session: string,
  blob: Blob,
  offset: number,
  options: CallOptions,
): Promise<string> {
  const { body } = await call({
    ...sessionRequest(session, options),
    method: "POST",
    headers: {
      ...options.headers,
      file_offset: String(offset),
      "content-type": "application/octet-stream",
    },
    body: offset === 0 ? blob : blob.slice(offset),
    idempotent: false, // the same bytes must not be sent twice: the upload is resumed instead
    expects: isHandle,
  });
  return body.h;
}

async function readOffset(call: Call, session: string, size: number, options: CallOptions): Promise<number> {
  const isOffset = (value: unknown): value is { file_offset: number | string } => {
    const given = isObject(value) ? value.file_offset : undefined;
    const isWritten = typeof given === "number" || (typeof given === "string" && given !== "");
    const offset = isWritten ? Number(given) : Number.NaN;
    return Number.isInteger(offset) && offset >= 0 && offset <= size;
  };
  const { body } = await call({
    ...sessionRequest(session, options),
    method: "GET",
    idempotent: true,
    expects: isOffset,
  });
  return Number(body.file_offset);
}

const sessionRequest = (session: string, options: CallOptions) =>
  ({ ...options, path: `/${session}`, tokenScheme: "OAuth" }) satisfies Partial<ApiRequest>;

const isInterrupted = (error: unknown): boolean =>
  isWhatsAppError(error) &&
  (error instanceof AmbiguousSendError ||
    error instanceof ConnectionError ||
    (error instanceof ApiError && error.retryable));

const toBrokenOffError = (cause: unknown): ConnectionError =>
  new ConnectionError(`The connection broke ${maxAttempts} times during the upload: try again later.`, {
    cause,
  });

const isSession = (value: unknown): value is { id: string } =>
  isObject(value) && typeof value.id === "string" && value.id.startsWith("upload:");

const isHandle = hasTexts<{ h: string }>("h");
