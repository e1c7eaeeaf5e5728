/** The modules of Node.js that are used where there are any. */
interface NodeModules {
  "node:crypto": typeof import("node:crypto");
  "node:fs": typeof import("node:fs");
  "node:http": typeof import("node:http");
}

/**
 * A module of Node.js where the runtime has it (Node.js, Bun, Deno), reached so that bundlers for other runtimes see
 * no import. Next's edge runtime has the function that gives modules, too; there, calling it throws.
 */
export function nodeModule<Name extends keyof NodeModules>(name: Name): NodeModules[Name] | undefined {
  try {
    return globalThis.process?.getBuiltinModule?.(name);
  } catch {
    return undefined;
  }
}
