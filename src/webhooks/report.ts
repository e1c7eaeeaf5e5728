import type { WebhookEvent } from "../types/webhooks/events.ts";
import type { ResolvedWebhookOptions } from "./options.ts";

/** Tells the user of a failure. Never rejects. */
export type Report = (error: unknown, event?: WebhookEvent) => Promise<void>;

/** Reports to `onError`, or where that is missing or fails, to the log. */
export function reporter({ onError, logger }: Pick<ResolvedWebhookOptions, "onError" | "logger">): Report {
  const log = (error: unknown, event: WebhookEvent | undefined) => {
    try {
      logger.error(`wacloud: ${describeSubject(event)} failed`, { error });
    } catch {
      // Whoever is to be told cannot be: a webhook is answered all the same.
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

function describeSubject(event: WebhookEvent | undefined): string {
  return event === undefined
    ? "receiving a webhook"
    : `handling the event ${event.type} ${withoutNumbers(event.id)}`;
}

/** A status in a group may name the member by phone number. */
const withoutNumbers = (id: string): string => id.replace(/(?<=:)\d{5,}(?=:|$)/g, "…");
