import { toHex } from "../../utils/hash.ts";
import { nodeModule } from "../../utils/runtime.ts";

/** A SHA-256 that is computed piece by piece. */
export interface Sha256 {
  update(bytes: Uint8Array): void;
  /** Ends it: in lower-case hex. */
  hex(): string;
}

/** The runtime's own SHA-256 where it can be fed piece by piece; WebCrypto cannot. */
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

/** A digest as Meta writes it, in hex or in base64, as lower-case hex; `undefined` when it is neither. */
export function digestToHex(digest: string): string | undefined {
  if (/^[0-9a-f]{64}$/i.test(digest)) return digest.toLowerCase();
  if (!/^[A-Za-z0-9+/_-]{43}=?$/.test(digest)) return undefined;
  const binary = atob(digest.replaceAll("-", "+").replaceAll("_", "/").replace(/=$/, ""));
  return toHex(Uint8Array.from(binary, (character) => character.charCodeAt(0)));
}
