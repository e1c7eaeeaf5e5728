import { onAbort } from "./on-abort.ts";

/**
 * Settles like the promise, or rejects with the signal's reason as soon as it is aborted. Leaves no listener on the
 * signal, and deliberately ignores a late rejection of the promise.
 */
export async function abortable<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return promise;
  let stop = () => {};
  const aborted = new Promise<never>((_, reject) => {
    const abort = () => reject(signal.reason);
    if (signal.aborted) abort();
    else stop = onAbort(signal, abort);
  });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    stop();
  }
}
