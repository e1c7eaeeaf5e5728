/** The bytes of a base64 text; `undefined` if it is none. */
export function decodeBase64(base64: string): Uint8Array | undefined {
  try {
    return fromBase64(base64);
  } catch {
    return undefined;
  }
}

/**
 * The same of a text that should be base64.
 *
 * @throws what `atob` throws, if it is none.
 */
export function fromBase64(base64: string): Uint8Array {
  const binary = atob(base64);
  const bytes = new Uint8Array(binary.length);
  // Far faster than `Uint8Array.from` with a function: 3 MB in milliseconds.
  for (let position = 0; position < binary.length; position += 1)
    bytes[position] = binary.charCodeAt(position);
  return bytes;
}

/** Bytes as base64. */
export function encodeBase64(bytes: Uint8Array): string {
  const parts: string[] = [];
  for (let start = 0; start < bytes.length; start += argumentLimit) {
    parts.push(String.fromCharCode(...bytes.subarray(start, start + argumentLimit)));
  }
  return btoa(parts.join(""));
}

/** How many arguments every runtime can pass to a function. */
const argumentLimit = 8192;
