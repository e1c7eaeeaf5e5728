import { toHex } from "../../utils/hash.ts";
import { nodeModule } from "../../utils/runtime.ts";

/** A SHA-256 hash that is computed chunk by chunk. */
export interface Sha256 {
  update(bytes: Uint8Array): void;
  /** Finishes the hash; returns it in lowercase hex. */
  hex(): string;
}

/** Uses the runtime's own SHA-256 if it can hash chunk by chunk; WebCrypto cannot. */
export async function sha256(): Promise<Sha256> {
  const node = nodeModule("node:crypto");
  if (node !== undefined) {
    const hash = node.createHash("sha256");
    return { update: (bytes) => void hash.update(bytes), hex: () => hash.digest("hex") };
  }
  const { portableSha256 } = await import("./portable-sha256.ts");
  const hash = portableSha256.create();
  return { update: (bytes) => void hash.update(bytes), hex: () => toHex(hash.digest()) };
}

/** Converts a digest from Meta, in hex or base64, to lowercase hex; `undefined` if it is neither. */
export function digestToHex(digest: string): string | undefined {
  if (/^[0-9a-f]{64}$/i.test(digest)) return digest.toLowerCase();
  if (!/^[A-Za-z0-9+/_-]{43}=?$/.test(digest)) return undefined;
  const binary = atob(digest.replaceAll("-", "+").replaceAll("_", "/").replace(/=$/, ""));
  return toHex(Uint8Array.from(binary, (character) => character.charCodeAt(0)));
}
