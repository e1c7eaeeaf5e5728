import { nodeModule } from "./runtime.ts";

/** Bytes in lowercase hex. */
export const toHex = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");

/** HMAC-SHA256 in lowercase hex: synchronous where the runtime has `node:crypto`, through WebCrypto elsewhere. */
export function hmacSha256(key: string, data: string | Uint8Array): string | Promise<string> {
  const node = nodeModule("node:crypto");
  if (node === undefined) return hmacByWebCrypto(key, data);
  return node.createHmac("sha256", key).update(data).digest("hex");
}

async function hmacByWebCrypto(key: string, data: string | Uint8Array): Promise<string> {
  const bytes = typeof data === "string" ? new TextEncoder().encode(data) : data;
  const signed = await crypto.subtle.sign("HMAC", await importedKey(key), bytes as Uint8Array<ArrayBuffer>);
  return toHex(new Uint8Array(signed));
}

/** Importing a key costs as much as signing with it, so the last few are kept. */
const keys = new Map<string, Promise<CryptoKey>>();
const keptKeys = 20;

function importedKey(key: string): Promise<CryptoKey> {
  const kept = keys.get(key);
  if (kept !== undefined) return kept;
  const [oldest] = keys.keys();
  if (keys.size >= keptKeys && oldest !== undefined) keys.delete(oldest);
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  const imported = crypto.subtle.importKey("raw", new TextEncoder().encode(key), algorithm, false, ["sign"]);
  keys.set(key, imported);
  return imported;
}
