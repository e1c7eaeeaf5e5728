/** For runtimes without `node:crypto`. A separate module, so only this one hash is loaded. */
export { sha256 as portableSha256 } from "@noble/hashes/sha2.js";
