import type { WebhookOptions } from "../webhooks/options.ts";

/**
 * The options for functions that may be ended when they have answered: without `waitUntil` the answer waits for the
 * handlers, or their events would be lost.
 */
export const ending = (options: WebhookOptions): WebhookOptions =>
  options.respond === "immediately" && options.waitUntil === undefined
    ? { ...options, respond: "after-handlers" }
    : options;
