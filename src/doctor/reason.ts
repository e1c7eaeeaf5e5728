/** Why a request got no answer: `ECONNREFUSED`, or what kind of failure. Messages may quote the URL, which may hold secrets. */
export function toReason(error: unknown): string {
  if (error instanceof Error && error.name === "TimeoutError") return "it took too long";
  return findCode(error) ?? "the connection failed";
}

/** The code of the first cause that has one. */
function findCode(error: unknown): string | undefined {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if ("code" in cause && typeof cause.code === "string") return cause.code;
  }
  return undefined;
}
