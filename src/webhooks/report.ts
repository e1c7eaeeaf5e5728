import type { WebhookEvent } from "../types/webhooks/events.ts";
import { within } from "../utils/within.ts";
import type { ResolvedWebhookOptions } from "./options.ts";

/** Further information about a failure. */
interface FailureFacts {
  event?: WebhookEvent;
  /** Whether the response makes Meta deliver the event again. */
  isRedelivered: boolean;
}

/** Tells the user of a failure. Never rejects. */
export type Report = (error: unknown, facts: FailureFacts) => Promise<void>;

/** How long `onError` is waited for. */
const patienceMs = 30_000;

/** Reports to `onError`, or to the log if that is missing or fails. */
export function reporter({ onError, logger }: Pick<ResolvedWebhookOptions, "onError" | "logger">): Report {
  const log = (error: unknown, event: WebhookEvent | undefined) => {
    try {
      logger.error(`wacloud: failed to ${describeTask(event)}`, { error });
    } catch {
      // A broken logger must not keep the webhook from being answered.
    }
  };
  return async (error, { event, isRedelivered }) => {
    if (onError === undefined) return log(error, event);
    try {
      const told = (async () => onError(error, event, { redelivered: isRedelivered }))();
      await within(patienceMs, told, `onError did not finish within ${patienceMs} ms.`);
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
