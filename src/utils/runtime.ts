/**
 * Whether timers and promises end with the request that created them, as on Cloudflare Workers and edge runtimes.
 * Anything that awaits one from another request may hang, so shared state must not depend on them.
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

/** The Node.js modules that are used where available. */
interface NodeModules {
  "node:crypto": typeof import("node:crypto");
  "node:fs": typeof import("node:fs");
  "node:http": typeof import("node:http");
  "node:tls": typeof import("node:tls");
}

/**
 * A Node.js module, if the runtime has it (Node.js, Bun, Deno). Loaded without an import, which bundlers for other
 * runtimes would fail on. Next's edge runtime has `getBuiltinModule` too, but calling it throws.
 */
export function nodeModule<Name extends keyof NodeModules>(name: Name): NodeModules[Name] | undefined {
  try {
    return globalThis.process?.getBuiltinModule?.(name);
  } catch {
    return undefined;
  }
}
