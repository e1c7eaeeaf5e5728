import type { WebhookEvent } from "../types/webhooks/events.ts";
import { log } from "../utils/log.ts";
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
  const say = (error: unknown, event: WebhookEvent | undefined) =>
    log(logger, "error", `wacloud: failed to ${describeTask(event)}`, { error });
  return async (error, { event, isRedelivered }) => {
    if (onError === undefined) return say(error, event);
    try {
      const told = (async () => onError(error, event, { redelivered: isRedelivered }))();
      await within(patienceMs, told, `onError did not finish within ${patienceMs} ms.`);
    } catch (second) {
      say(error, event);
      say(second, event);
    }
  };
}

function describeTask(event: WebhookEvent | undefined): string {
  return event === undefined ? "process a webhook" : `handle ${event.type} event ${withoutNumbers(event.id)}`;
}

/** The id of a status in a group may contain the member's phone number. */
const withoutNumbers = (id: string): string => id.replace(/(?<=:)\d{5,}(?=:|$)/g, "…");
