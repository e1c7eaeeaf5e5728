import type { WebhookOptions } from "../webhooks/options.ts";

/**
 * A webhook that is made at once from options, so that a mistake shows at the start; or from a function at the first
 * request, which is asked again only as long as it throws.
 */
export function ready<Webhook, Facts extends unknown[]>(
  options: WebhookOptions | ((...facts: Facts) => WebhookOptions),
  adapt: (options: WebhookOptions) => Webhook,
): (...facts: Facts) => Webhook {
  let webhook = typeof options === "function" ? undefined : adapt(options);
  return (...facts) => {
    webhook ??= adapt(typeof options === "function" ? options(...facts) : options);
    return webhook;
  };
}
