/** A body as it arrived. */
export type RawBody = string | Uint8Array | ArrayBuffer;

export function bytesOf(body: RawBody): Uint8Array {
  if (typeof body === "string") return new TextEncoder().encode(body);
  return body instanceof Uint8Array ? body : new Uint8Array(body);
}

export const sizeOf = (body: RawBody): number =>
  typeof body === "string" ? new TextEncoder().encode(body).length : body.byteLength;

export const hexOf = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
