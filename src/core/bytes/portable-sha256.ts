/** For runtimes without `node:crypto`. A module of its own, so that loading it brings one hash and not the whole family. */
export { sha256 as portableSha256 } from "@noble/hashes/sha2.js";
