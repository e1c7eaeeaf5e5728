import type { WebhookEvent } from "../types/webhooks/events.ts";
import { Claims } from "./dedupe.ts";
import { type Handle, selectHandlers } from "./event-handlers.ts";
import { awaitOther, isAbandoned } from "./lifetime.ts";
import type { ResolvedWebhookOptions } from "./options.ts";
import { ConversationQueue, conversationKey } from "./ordering.ts";
import type { Report } from "./report.ts";

/** The outcome of an event: handled (now or earlier), failed, or being handled by another process. */
export type Outcome = "done" | "failed" | "busy";

/** An event that is queued or running. */
interface UnderWay {
  outcome: Promise<Outcome>;
  beganAt: number;
}

/**
 * Passes each event to the user's functions, once, and in order within its conversation. A second copy of a queued or
 * running event shares its outcome. Never rejects.
 */
export function dispatcher(
  { on, onEvent, dedupe }: Pick<ResolvedWebhookOptions, "on" | "onEvent" | "dedupe">,
  report: Report,
): (event: WebhookEvent) => Promise<Outcome> {
  const claims = new Claims(dedupe);
  const queue = new ConversationQueue();
  const underWay = new Map<string, UnderWay>();

  return (event) => {
    const handlers = selectHandlers(event, on, onEvent);
    if (handlers.length === 0) return Promise.resolve("done");
    const same = underWay.get(event.id);
    if (same !== undefined && !isAbandoned(same.beganAt)) return awaitOutcome(same);
    const outcome = queue.run(conversationKey(event), () => handleOnce(event, handlers, claims, report));
    const entry = { outcome, beganAt: Date.now() };
    underWay.set(event.id, entry);
    return outcome.finally(() => underWay.get(event.id) === entry && underWay.delete(event.id));
  };
}

/** Another request's outcome. If that request died, the event is `busy`: a later delivery will handle it. */
async function awaitOutcome({ outcome, beganAt }: UnderWay): Promise<Outcome> {
  return (await awaitOther(outcome, beganAt)) ?? "busy";
}

async function handleOnce(
  event: WebhookEvent,
  handlers: readonly Handle<WebhookEvent>[],
  claims: Claims,
  report: Report,
): Promise<Outcome> {
  try {
    const claim = await claims.claim(event.id);
    if (claim !== "claimed") return claim;
  } catch (error) {
    await report(error, event);
    return "failed";
  }
  const failure = await runHandlers(event, handlers);
  // A store that fails now changes nothing: after a success, running the handlers again would be worse.
  const ended = claims.end(event.id, failure === undefined ? "complete" : "release");
  await ended.catch((error: unknown) => report(error, event));
  if (failure === undefined) return "done";
  await report(failure.error, event);
  return "failed";
}

async function runHandlers(
  event: WebhookEvent,
  handlers: readonly Handle<WebhookEvent>[],
): Promise<{ error: unknown } | undefined> {
  try {
    for (const handle of handlers) await handle(event);
    return undefined;
  } catch (error) {
    return { error };
  }
}
