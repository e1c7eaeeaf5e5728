/** Why a request got no answer: `ECONNREFUSED`, a time-out, or what is wrong in words. */
export function toReason(error: unknown): string {
  const { name, message = "", cause } = toFailure(error);
  if (name === "TimeoutError") return "it took too long";
  return findCode(error) ?? (toFailure(cause).message ?? message).replace(/\.$/, "");
}

/** The code of the first cause that has one. */
function findCode(error: unknown): string | undefined {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    const { code } = toFailure(cause);
    if (typeof code === "string") return code;
  }
  return undefined;
}

const toFailure = (error: unknown): { name?: string; message?: string; code?: unknown; cause?: unknown } =>
  error instanceof Error ? error : {};
