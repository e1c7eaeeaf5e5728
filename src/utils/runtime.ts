/**
 * Whether timers and promises end with the request that created them, as on Cloudflare Workers and edge runtimes.
 * Anything that awaits one from another request may hang, so shared state must not depend on them.
 */
export const requestsEndAlone = (): boolean =>
  globalThis.navigator?.userAgent === "Cloudflare-Workers" || "EdgeRuntime" in globalThis;

/** Whether `fetch` itself retries after a connection reset, as Deno's does unless the body is a stream. */
export const fetchRepeats = (): boolean => "Deno" in globalThis;

/** The Node.js modules that are used where available. */
interface NodeModules {
  "node:crypto": typeof import("node:crypto");
  "node:fs": typeof import("node:fs");
  "node:http": typeof import("node:http");
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
