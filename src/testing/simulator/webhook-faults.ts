import { ConfigurationError } from "../../errors.ts";

/** What goes wrong with webhooks on the way, although the app answers well: Meta promises neither order nor a single copy. */
export interface WebhookFaults {
  /** How often each event is posted, whatever the app answers. Default 1; 2 posts everything twice. */
  copies?: number;
  /**
   * Events that wait are posted in random order: the next one is drawn from this many. Default 1, in order. They are
   * then posted one after the other, and statuses no longer wait for the previous status of their message. The draw
   * comes from the `random` of the option `clock`.
   */
  shuffleWithin?: number;
}

/** All faults, with their defaults applied. */
export type AllWebhookFaults = Required<WebhookFaults>;

const byDefault: AllWebhookFaults = { copies: 1, shuffleWithin: 1 };

/** @throws `ConfigurationError` that names the fault. */
export function resolveFaults(faults: WebhookFaults = {}): AllWebhookFaults {
  for (const [name, value] of Object.entries(faults)) {
    const path = `webhookFaults.${name}`;
    if (!Object.hasOwn(byDefault, name))
      throw misuse(path, `is not a fault. Faults: ${Object.keys(byDefault).join(", ")}`);
    if (value !== undefined && !(Number.isInteger(value) && value >= 1))
      throw misuse(path, "must be an integer of 1 or more");
  }
  const { copies = 1, shuffleWithin = 1 } = faults;
  return { copies, shuffleWithin };
}

function misuse(path: string, problem: string): ConfigurationError {
  const message = `\`${path}\` ${problem}.`;
  return new ConfigurationError(message, [{ path, message }]);
}
