/**
 * Failures that prove no request was sent: the host name did not resolve, no connection was made, or the peer's
 * certificate was rejected. After any failure not listed here, the request may have reached Meta.
 */
const neverLeft = new Set([
  // Node.js and Deno, from the operating system
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EAI_NODATA",
  "EAI_NONAME",
  "EHOSTUNREACH",
  "EHOSTDOWN",
  "ENETUNREACH",
  "ENETDOWN",
  "EADDRNOTAVAIL",
  // Node.js: the connect timeout of its HTTP client
  "UND_ERR_CONNECT_TIMEOUT",
  // TLS: the certificate was rejected before the request was written
  "CERT_HAS_EXPIRED",
  "CERT_NOT_YET_VALID",
  "CERT_REVOKED",
  "CERT_REJECTED",
  "CERT_UNTRUSTED",
  "CERT_SIGNATURE_FAILURE",
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "SELF_SIGNED_CERT_IN_CHAIN",
  "UNABLE_TO_GET_ISSUER_CERT",
  "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
  "ERR_TLS_CERT_ALTNAME_INVALID",
  "HOSTNAME_MISMATCH",
  // Bun
  "ConnectionRefused",
  "FailedToOpenSocket",
  "DNSResolveFailed",
]);

/** Deno names the phase in its message: `client error (Connect)`. Node.js says `bad port` if `fetch` may not connect. */
const neverLeftText = /client error \(Connect\)|dns error:|invalid peer certificate|^bad port$/i;

interface Failure {
  code?: unknown;
  syscall?: unknown;
  message?: unknown;
  cause?: unknown;
  errors?: unknown;
}

/** Whether a failed `fetch` certainly sent nothing. */
export function certainlyNeverLeft(error: unknown, depth = 0): boolean {
  if (typeof error !== "object" || error === null || depth > 5) return false;
  const { code, syscall, message, cause, errors } = error as Failure;
  // One error per address tried: the request never left if every attempt failed this way.
  if (Array.isArray(errors) && errors.length > 0) {
    return errors.every((inner) => certainlyNeverLeft(inner, depth + 1));
  }
  if (typeof code === "string" && neverLeft.has(code)) return true;
  if (code === "ETIMEDOUT" && syscall === "connect") return true;
  if (typeof message === "string" && neverLeftText.test(message)) return true;
  return certainlyNeverLeft(cause, depth + 1);
}

/**
 * The failure without what libraries attach to their errors: the request with its token, or a URL with its query.
 * Keeps the names, codes and messages of the runtime.
 */
export function plainCause(error: unknown, depth = 0): Error | undefined {
  if (typeof error !== "object" || error === null || depth > 5) return undefined;
  const { name, code, message, cause } = error as Failure & { name?: unknown };
  const words = typeof message === "string" ? message.replace(/\bhttps?:\/\/[^\s)]+/g, "[address]") : "";
  const plain: Error & { code?: string } = new Error(words, { cause: plainCause(cause, depth + 1) });
  if (typeof name === "string") plain.name = name;
  if (typeof code === "string") plain.code = code;
  return plain;
}
