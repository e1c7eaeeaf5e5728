type NodeCrypto = ReturnType<typeof process.getBuiltinModule<"node:crypto">>;

/** `node:crypto` where the runtime has it (Node.js, Bun, Deno), reached so that bundlers for other runtimes see no import. */
export const nodeCrypto = (): NodeCrypto | undefined => globalThis.process?.getBuiltinModule?.("node:crypto");
