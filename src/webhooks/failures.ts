import type { WebhookEvent } from "../types/webhooks/events.ts";
import { log } from "../utils/log.ts";
import { isThenable, within } from "../utils/within.ts";
import type { ResolvedWebhookOptions } from "./options.ts";
import { shouldRedeliver } from "./redeliver.ts";

/** Further information about a failure. */
export interface FailureFacts {
  event?: WebhookEvent;
  /** Whether the response makes Meta deliver the event again. Default: false. */
  isRedelivered?: boolean;
}

/** How long `onError` and `redeliver` are waited for. */
const patienceMs = 30_000;

const expired = (name: string) => () => new Error(`${name} did not finish within ${patienceMs} ms.`);

/** Reports to `onError`, or to the log if that is missing or fails. */
export async function reportFailure(
  { onError, logger }: Pick<ResolvedWebhookOptions, "onError" | "logger">,
  error: unknown,
  { event, isRedelivered = false }: FailureFacts,
): Promise<void> {
  const say = (failure: unknown) =>
    log(logger, "error", `wacloud: failed to ${describeTask(event)}`, { error: failure });
  if (onError === undefined) return say(error);
  try {
    const told = (async () => onError(error, event, { redelivered: isRedelivered }))();
    await within(patienceMs, told, expired("onError"));
  } catch (second) {
    say(error);
    say(second);
  }
}

/** Without the id: it contains the customer's number, in base64. */
function describeTask(event: WebhookEvent | undefined): string {
  return event === undefined ? "process a webhook" : `handle ${event.type} event`;
}

/** Asks `redeliver`. If it does not say yes or no, the default decides: a repeat may do harm, and so may its absence. */
export async function mayRunAgain(
  { redeliver = shouldRedeliver }: Pick<ResolvedWebhookOptions, "redeliver">,
  error: unknown,
  event: WebhookEvent,
  tell: (error: unknown, isRepeated: boolean) => Promise<void>,
): Promise<boolean> {
  const isFixable = shouldRedeliver(error, event);
  try {
    const given = redeliver(error, event);
    const decision = isThenable(given) ? await within(patienceMs, given, expired("`redeliver`")) : given;
    if (typeof decision === "boolean") return decision;
  } catch (second) {
    await tell(second, isFixable);
  }
  return isFixable;
}
