import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import { nodeModule } from "../utils/runtime.ts";

/** SHA-256 of a text in hex, at once: by the runtime where it can, by a library where it only offers promises. */
export function digest(text: string): string {
  const crypto = nodeModule("node:crypto");
  if (crypto === undefined) return digestWithoutRuntime(text);
  return crypto.createHash("sha256").update(text).digest("hex");
}

/** The same value without the runtime's help. */
export const digestWithoutRuntime = (text: string): string => bytesToHex(sha256(utf8ToBytes(text)));
