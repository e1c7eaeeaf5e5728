/** Failures that prove no request was sent if the system call was one that makes a connection or resolves its name. */
const neverStood = new Set([
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
  "ETIMEDOUT",
]);

/**
 * Failures that happen only before a request is written: a connect timeout, a rejected certificate. After any failure
 * not listed here, the request may have reached Meta.
 */
const neverWritten = new Set([
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

/**
 * Deno and Bun name the phase in their messages: `client error (Connect)`, `Unable to connect`. The last two are ports
 * that `fetch` never connects to.
 */
const neverWrittenText =
  /client error \(Connect\)|dns error:|invalid peer certificate|: Unable to connect\. Is the computer able|^bad port$|Requests to port \d+ are blocked$/i;

interface Failure {
  code?: unknown;
  syscall?: unknown;
  message?: unknown;
  cause?: unknown;
  errors?: unknown;
}

/** Whether the runtime's `fetch` certainly sent nothing; only its failures before an answer's head can prove that. */
export function certainlyNeverLeft(error: unknown, depth = 0): boolean {
  if (typeof error !== "object" || error === null || depth > 5) return false;
  const { code, syscall, message, cause, errors } = error as Failure;
  // One error per address tried: the request never left if every attempt failed this way.
  if (Array.isArray(errors) && errors.length > 0) {
    return errors.every((inner) => certainlyNeverLeft(inner, depth + 1));
  }
  if (typeof code === "string" && (neverWritten.has(code) || isConnecting(code, syscall))) return true;
  if (typeof message === "string" && neverWrittenText.test(message)) return true;
  return certainlyNeverLeft(cause, depth + 1);
}

/** On a connection that stood, the same codes say only that it broke: the route is gone, the request may be there. */
const isConnecting = (code: string, syscall: unknown): boolean =>
  (syscall === "connect" || syscall === "getaddrinfo") && neverStood.has(code);
