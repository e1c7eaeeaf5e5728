import { findSha256 } from "./find-sha256.ts";
import { portableSha256 } from "./portable-sha256.ts";

/** SHA-256 of a text in lowercase hex, synchronously: from the runtime if it offers that, otherwise from a library. */
export const sha256 = (text: string): string => (findSha256() ?? portableSha256)(text);
