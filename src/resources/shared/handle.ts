import { path } from "../../core/path.ts";
import type { Call } from "../../core/pipeline.ts";
import { required } from "../../core/required.ts";
import type { CallOptions } from "../../types/common.ts";
import type { PreparedFile } from "./prepare.ts";
import { openSession, sendBytes } from "./resumable.ts";

/** What an upload for a template or a profile picture needs to know. */
export interface HandleSettings {
  appId: string | undefined;
  timeoutMs: number;
}

/**
 * The app that such uploads belong to.
 *
 * @throws {@link ConfigurationError} where the client knows none.
 */
export const appIdOf = ({ appId }: HandleSettings): string => required(appId, "appId", "WHATSAPP_APP_ID");

/**
 * Uploads a file through Meta's Resumable Upload API; where the connection breaks, it goes on from where it stopped.
 *
 * @returns the handle, which goes where Meta wants one; it is no media id.
 */
export async function uploadHandle(
  call: Call,
  settings: HandleSettings,
  prepared: PreparedFile,
  options: CallOptions,
): Promise<string> {
  const session = await openSession(call, path`/${appIdOf(settings)}/uploads`, prepared, options);
  return sendBytes(call, session, prepared.blob, patient(prepared, settings, options));
}

/** A large file takes longer than any other call. */
export function patient(
  { blob }: PreparedFile,
  { timeoutMs }: { timeoutMs: number },
  options: CallOptions,
): CallOptions {
  const millisecondsPerByte = 4000 / 2 ** 20;
  const patience = timeoutMs + Math.ceil(blob.size * millisecondsPerByte);
  return { ...options, timeoutMs: options.timeoutMs ?? patience };
}
