import type { WebhookEvent } from "../types/webhooks/events.ts";
import { conversationKey } from "./conversation.ts";
import { ConversationQueue } from "./conversation-queue.ts";
import { type DedupeStore, memoryDedupe } from "./dedupe.ts";
import type { Handle, WebhookOptions } from "./options.ts";

/** What became of an event: handled now or before, failed, or in the hands of another process. */
export type Outcome = "done" | "failed" | "busy";

/**
 * Hands each event to the user's functions: once, in order within its conversation. A second copy of an event that
 * is queued or running shares its outcome.
 */
export function dispatcher(options: WebhookOptions): (event: WebhookEvent) => Promise<Outcome> {
  const { logger = console } = options;
  const dedupe = options.dedupe ?? memoryDedupe({ logger });
  const report = reporter(options);
  const queue = new ConversationQueue();
  const underWay = new Map<string, Promise<Outcome>>();

  return (event) => {
    const handlers = handlersOf(event, options);
    if (handlers.length === 0) return Promise.resolve("done");
    const same = underWay.get(event.id);
    if (same !== undefined) return same;
    const outcome = queue.run(conversationKey(event), () => handleOnce(event, handlers, dedupe, report));
    underWay.set(event.id, outcome);
    return outcome.finally(() => underWay.delete(event.id));
  };
}

type Report = (error: unknown, event: WebhookEvent) => Promise<void>;

async function handleOnce(
  event: WebhookEvent,
  handlers: Handle<WebhookEvent>[],
  dedupe: DedupeStore,
  report: Report,
): Promise<Outcome> {
  const told = (error: unknown) => report(error, event);
  try {
    const claim = await dedupe.claim(event.id);
    if (claim !== "claimed") return claim;
  } catch (error) {
    await told(error);
    return "failed";
  }
  try {
    for (const handle of handlers) await handle(event);
  } catch (error) {
    await told(error);
    await attempt(() => dedupe.release(event.id), told);
    return "failed";
  }
  // The handlers succeeded: whatever the store says now, running them again would be worse.
  await attempt(() => dedupe.complete(event.id), told);
  return "done";
}

async function attempt(action: () => unknown, failed: (error: unknown) => Promise<void>): Promise<void> {
  try {
    await action();
  } catch (error) {
    await failed(error);
  }
}

/** The functions for an event: the narrow one, the general one, then the one for everything. */
function handlersOf(event: WebhookEvent, { on = {}, onEvent }: WebhookOptions): Handle<WebhookEvent>[] {
  const byName = on as Record<string, Handle<WebhookEvent> | undefined>;
  const narrow = kindOf(event);
  const found = [
    narrow === undefined ? undefined : byName[`${event.type}.${narrow}`],
    byName[event.type],
    onEvent,
  ];
  return found.filter((handle) => handle !== undefined);
}

function kindOf(event: WebhookEvent): string | undefined {
  if (event.type === "message") return event.message.type;
  return event.type === "status" ? event.status.status : undefined;
}

/** Tells the user of a failure; a failure of that is nobody's business. */
function reporter({ onError, logger = console }: WebhookOptions): Report {
  const log = (error: unknown, { type, id }: WebhookEvent) =>
    logger.error(`wacloud: handling the event ${type} ${id} failed`, { error });
  return async (error, event) => {
    try {
      await (onError ?? log)(error, event);
    } catch (second) {
      log(second, event);
    }
  };
}
