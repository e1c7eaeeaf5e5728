/**
 * Whether what a request began ends with it, as on Cloudflare Workers and edge runtimes: its timers stop, and who waits
 * for one of its promises waits for ever. Nothing that requests share may count on any of them.
 */
export const requestsEndAlone = (): boolean =>
  globalThis.navigator?.userAgent === "Cloudflare-Workers" || "EdgeRuntime" in globalThis;

/** Whether `fetch` by itself repeats a request whose connection was reset, as Deno's does unless the body is a stream. */
export const fetchRepeats = (): boolean => "Deno" in globalThis;

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
