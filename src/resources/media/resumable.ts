import { hasId } from "../../core/answers.ts";
import { path } from "../../core/path.ts";
import type { Call } from "../../core/pipeline.ts";
import { AmbiguousSendError, ConnectionError } from "../../errors.ts";
import type { CallOptions } from "../../types/common.ts";
import type { PreparedFile } from "./file.ts";

/** How often an interrupted upload is taken up again. */
const resumptions = 3;

/**
 * Uploads in a session that can be resumed: after a lost answer Meta is asked how much arrived, and the rest is
 * sent.
 *
 * @returns the file's handle.
 */
export async function uploadResumably(
  call: Call,
  appId: string,
  { blob, filename, type }: PreparedFile,
  options: CallOptions,
): Promise<string> {
  const { body: session } = await call<{ id: string }>({
    method: "POST",
    path: path`/${appId}/uploads`,
    query: { file_name: filename, file_length: blob.size, file_type: type },
    idempotent: true, // another session costs nothing
    expects: hasId,
    ...options,
  });
  // The session's id may carry a signature after a question mark: it is used as it came.
  const target = `/${session.id}`;
  for (let attempt = 0, offset = 0; ; attempt += 1) {
    try {
      return await sendFrom(call, target, blob, offset, options);
    } catch (error) {
      if (!isInterrupted(error) || attempt >= resumptions || options.signal?.aborted) throw error;
      offset = await arrived(call, target, options);
    }
  }
}

async function sendFrom(
  call: Call,
  target: string,
  blob: Blob,
  offset: number,
  options: CallOptions,
): Promise<string> {
  const { body } = await call<{ h: string }>({
    method: "POST",
    path: target,
    body: await blob.slice(offset).arrayBuffer(),
    tokenScheme: "OAuth",
    idempotent: false, // repeated from where it stopped, not from the start
    expects: hasHandle,
    ...options,
    headers: { ...options.headers, file_offset: String(offset), "content-type": "application/octet-stream" },
  });
  return body.h;
}

async function arrived(call: Call, target: string, options: CallOptions): Promise<number> {
  const { body } = await call<{ file_offset: number | string }>({
    method: "GET",
    path: target,
    tokenScheme: "OAuth",
    idempotent: true,
    expects: hasOffset,
    ...options,
  });
  return Number(body.file_offset);
}

const isInterrupted = (error: unknown): boolean =>
  error instanceof AmbiguousSendError || error instanceof ConnectionError;

const hasHandle = (body: unknown): body is { h: string } =>
  typeof body === "object" && body !== null && typeof (body as { h?: unknown }).h === "string";

const hasOffset = (body: unknown): body is { file_offset: number | string } =>
  typeof body === "object" &&
  body !== null &&
  !Number.isNaN(Number((body as { file_offset?: unknown }).file_offset));
