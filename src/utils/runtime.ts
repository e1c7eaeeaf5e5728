/**
 * Whether what a request began ends with it, as on Cloudflare Workers and edge runtimes: its timers stop, and who waits
 * for one of its promises waits for ever. Nothing that requests share may count on any of them.
 */
export const requestsEndAlone = (): boolean =>
  globalThis.navigator?.userAgent === "Cloudflare-Workers" || "EdgeRuntime" in globalThis;

/**
 * Whether `fetch` repeats some requests on its own unless their body is a stream: Deno's after a connection was reset,
 * Node.js's after an answer with status 421. (Those of Bun and Workers do not.)
 *
 * @see https://github.com/denoland/deno/issues/35610
 * @see https://fetch.spec.whatwg.org/#http-network-or-cache-fetch
 */
export const fetchRepeats = (): boolean => isDeno() || globalThis.process?.release?.name === "node";

/** Whether the runtime is Deno, where a `fetch` of the user's is the runtime's with other settings. */
export const isDeno = (): boolean => "Deno" in globalThis;

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
