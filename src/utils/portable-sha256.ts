import { _SHA256 } from "@noble/hashes/sha2.js";
import { toHex } from "./hash.ts";

/**
 * SHA-256 without the runtime. WebCrypto only works asynchronously. The library's class is 400
 * bytes smaller than its function.
 */
export const portableSha256 = (text: string): string =>
  toHex(new _SHA256().update(new TextEncoder().encode(text)).digest());
