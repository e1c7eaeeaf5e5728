/** Whether a value can be awaited; also true for promises of another realm. */
export const isThenable = (value: unknown): value is PromiseLike<unknown> =>
  typeof (value as { then?: unknown } | null | undefined)?.then === "function";

/** The outcome of the work; rejects with this error when it takes longer. No timer is left behind. */
export async function within<T>(
  milliseconds: number,
  work: PromiseLike<T>,
  toError: () => Error,
): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const expiry = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(toError()), milliseconds);
  });
  try {
    return await Promise.race([work, expiry]);
  } finally {
    clearTimeout(timer);
  }
}
