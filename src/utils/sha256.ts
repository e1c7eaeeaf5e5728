import { sha256 as portable } from "@noble/hashes/sha2.js";
import { utf8ToBytes } from "@noble/hashes/utils.js";
import { toHex } from "./hash.ts";
import { nodeModule } from "./runtime.ts";

/** SHA-256 of a text in lowercase hex, synchronously: by the runtime where it can, else by a library. */
export function sha256(text: string): string {
  const crypto = nodeModule("node:crypto");
  if (crypto === undefined) return portableSha256(text);
  return crypto.createHash("sha256").update(text).digest("hex");
}

/** The same without the runtime's help: WebCrypto only offers promises. */
export const portableSha256 = (text: string): string => toHex(portable(utf8ToBytes(text)));
