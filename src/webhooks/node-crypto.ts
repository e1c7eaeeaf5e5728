import type * as crypto from "node:crypto";

/** `node:crypto` where the runtime has it (Node.js, Bun, Deno), reached so that bundlers for other runtimes see no import. */
export const nodeCrypto = (): typeof crypto | undefined =>
  globalThis.process?.getBuiltinModule?.("node:crypto") as typeof crypto | undefined;
