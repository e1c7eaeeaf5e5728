/** The object Meta sends under `error`; every key may be missing. */
interface ErrorEnvelope {
  message?: unknown;
  code?: unknown;
  error_subcode?: unknown;
  error_data?: unknown;
  is_transient?: unknown;
  fbtrace_id?: unknown;
}

/** Meta's error object, if the body has one. */
export function findErrorEnvelope(body: unknown): ErrorEnvelope | undefined {
  if (typeof body !== "object" || body === null || !("error" in body)) return undefined;
  const { error } = body;
  return typeof error === "object" && error !== null ? error : undefined;
}
