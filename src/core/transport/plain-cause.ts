import type { Redact } from "../api-error.ts";

interface Failure {
  name?: unknown;
  code?: unknown;
  message?: unknown;
  cause?: unknown;
}

/**
 * The failure without what libraries attach to their errors: the request with its token, or a URL with its query.
 * Keeps the names, codes and messages of the runtime, as far as `redact` lets them pass.
 */
export function plainCause(error: unknown, redact: Redact, depth = 0): Error | undefined {
  if (typeof error !== "object" || error === null || depth > 5) return undefined;
  try {
    return copyFailure(error, redact, depth);
  } catch {
    return undefined; // what a `fetch` of the caller's throws can be anything, a proxy that refuses every question too
  }
}

function copyFailure(error: Failure, redact: Redact, depth: number): Error {
  const { name, code, message, cause } = error;
  const words = typeof message === "string" ? message.replace(/\bhttps?:\/\/[^\s)]+/g, "[address]") : "";
  const plain: Error & { code?: string } = new Error(redact(words), {
    cause: plainCause(cause, redact, depth + 1),
  });
  if (typeof name === "string") plain.name = name;
  if (typeof code === "string") plain.code = code;
  return plain;
}
