/**
 * Whether what a request began ends with it, as on Cloudflare Workers and edge runtimes: its timers stop, and who waits
 * for one of its promises waits for ever. Nothing that requests share may count on any of them.
 */
export const requestsEndAlone = (): boolean =>
  globalThis.navigator?.userAgent === "Cloudflare-Workers" || "EdgeRuntime" in globalThis;

/** Whether `fetch` by itself repeats a request whose connection was reset, as Deno's does unless the body is a stream. */
export const fetchRepeats = (): boolean => "Deno" in globalThis;
