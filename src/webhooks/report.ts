import type { WebhookEvent } from "../types/webhooks/events.ts";
import type { ResolvedWebhookOptions } from "./options.ts";

/** Reports a failure to the user. Never rejects. */
export type Report = (error: unknown, event?: WebhookEvent) => Promise<void>;

/** Reports to `onError`, or to the log if that is missing or fails. */
export function reporter({ onError, logger }: Pick<ResolvedWebhookOptions, "onError" | "logger">): Report {
  const log = (error: unknown, event: WebhookEvent | undefined) => {
    try {
      logger.error(`wacloud: failed to ${describeTask(event)}`, { error });
    } catch {
      // A broken logger must not keep the webhook from being answered.
    }
  };
  return async (error, event) => {
    if (onError === undefined) return log(error, event);
    try {
      await onError(error, event);
    } catch (second) {
      log(error, event);
      log(second, event);
    }
  };
}

function describeTask(event: WebhookEvent | undefined): string {
  return event === undefined ? "process a webhook" : `handle ${event.type} event ${withoutNumbers(event.id)}`;
}

/** The id of a status in a group may contain the member's phone number. */
const withoutNumbers = (id: string): string => id.replace(/(?<=:)\d{5,}(?=:|$)/g, "…");
