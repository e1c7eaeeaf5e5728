import { ConfigurationError } from "../errors.ts";

/** A request body as received: text or bytes. */
export type RawBody = string | Uint8Array | ArrayBuffer;

/** Meta sends up to 3 MB; the margin allows for proxies that re-encode. */
export const defaultMaxBodyBytes = 3 * 1024 * 1024 + 64 * 1024;

const encoder = new TextEncoder();

/** The body as bytes. */
export function toBytes(body: RawBody): Uint8Array {
  if (typeof body === "string") return encoder.encode(body);
  return ArrayBuffer.isView(body) ? body : new Uint8Array(body);
}

/** Whether the body has more than `limit` bytes. Text is encoded only when its length alone does not decide. */
export function exceeds(body: RawBody, limit: number): boolean {
  if (typeof body !== "string") return body.byteLength > limit;
  const { length } = body; // a unit of it takes at most three bytes
  return length > limit || (length * 3 > limit && encoder.encode(body).length > limit);
}

/** Whether a value is text or bytes. Recognizes bytes from another realm, for which `instanceof` is false. */
export const isRawBody = (value: unknown): value is RawBody =>
  typeof value === "string" ||
  ArrayBuffer.isView(value) ||
  Object.prototype.toString.call(value) === "[object ArrayBuffer]";

/**
 * Rejects anything but text and bytes. A parsed object would be read as an empty body, and every webhook would be
 * refused for no visible reason.
 *
 * @throws {@link ConfigurationError}
 */
export function checkRawBody(body: unknown): asserts body is RawBody {
  if (isRawBody(body)) return;
  const message = `\`rawBody\` must be the body as received, text or bytes; it is ${describeKind(body)}. Read it before any JSON parser does.`;
  throw new ConfigurationError(message, [{ path: "rawBody", message }]);
}

function describeKind(value: unknown): string {
  if (value === undefined || value === null) return "missing";
  return typeof value === "object" ? "an object" : `a ${typeof value}`;
}
