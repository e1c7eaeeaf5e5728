import { sha256 } from "@noble/hashes/sha2.js";

/** A SHA-256 that is fed piece by piece. */
export interface RunningHash {
  update(bytes: Uint8Array): unknown;
  digest(): Uint8Array;
}

/** By the runtime where it can; WebCrypto cannot hash piece by piece, so elsewhere a library does. */
export function runningSha256(): RunningHash {
  const node = globalThis.process?.getBuiltinModule?.("node:crypto");
  return node === undefined ? sha256.create() : node.createHash("sha256");
}

/** Whether a digest is the one that Meta gave, which writes it in hex or in base64. */
export function isDigest(digest: Uint8Array, expected: string): boolean {
  const hex = Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
  const base64 = btoa(String.fromCharCode(...digest));
  return expected.toLowerCase() === hex || expected.replace(/=+$/, "") === base64.replace(/=+$/, "");
}
