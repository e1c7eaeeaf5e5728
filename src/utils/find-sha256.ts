import { once } from "./once.ts";
import { nodeModule } from "./runtime.ts";

/** SHA-256 of a text in lowercase hex, synchronously. */
export type Sha256 = (text: string) => string;

/** The runtime's own, if it has one. */
export function findSha256(): Sha256 | undefined {
  const crypto = nodeModule("node:crypto");
  if (crypto === undefined) return undefined;
  // A single call is three times as fast; Node.js 20.12 and newer have it.
  return (text) => crypto.hash?.("sha256", text) ?? crypto.createHash("sha256").update(text).digest("hex");
}

const loadPortable = once(() => import("./portable-sha256.ts"));

/** The runtime's own, or that of a library, which is loaded only where it is needed. */
export const loadSha256 = (): Sha256 | Promise<Sha256> =>
  findSha256() ?? loadPortable().then(({ portableSha256 }) => portableSha256);
