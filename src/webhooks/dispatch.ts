import { HandlerTimeoutError, isWhatsAppError } from "../errors.ts";
import { EventRun, markRun } from "../store/event-run.ts";
import { GuardedStore } from "../store/guarded-store.ts";
import { parseSendTag } from "../store/send-tag.ts";
import type { WebhookEvent } from "../types/webhooks/events.ts";
import type { MessageStatus } from "../types/webhooks/statuses.ts";
import { once } from "../utils/once.ts";
import { isThenable, within } from "../utils/within.ts";
import { type Claim, Claims } from "./claims.ts";
import { type Handle, selectHandlers } from "./event-handlers.ts";
import { awaitOther, isAbandoned } from "./lifetime.ts";
import type { ResolvedWebhookOptions } from "./options.ts";
import { ConversationQueue, conversationKey } from "./ordering.ts";
import { loadFailures, type Report } from "./report.ts";

/** The outcome of an event: handled (now or earlier), failed, or being handled by another process. */
export type Outcome = "done" | "failed" | "busy";

/** An event that is queued or running. */
interface UnderWay {
  outcome: Promise<Outcome>;
  beganAt: number;
}

/** Everything that handling one event needs. */
interface Task {
  event: WebhookEvent;
  /** The event's id as it arrived: a handler may change the event. */
  id: string;
  handlers: readonly Handle<WebhookEvent>[];
  /** Whether Meta has its answer already, and delivers nothing again. */
  isAnswered: boolean;
}

/**
 * Passes each event to the user's functions, once, and in order within its conversation. A second copy of a queued or
 * running event shares its outcome. Never rejects.
 */
export function dispatcher(
  options: ResolvedWebhookOptions,
  report: Report,
): (event: WebhookEvent, isAnswered: boolean) => Promise<Outcome> {
  const { on, onEvent } = options;
  const store = new GuardedStore(options.store);
  const claims = new Claims(store, options);
  const queue = new ConversationQueue();
  const underWay = new Map<string, UnderWay>();

  const handle = (event: WebhookEvent, isAnswered: boolean): Promise<Outcome> => {
    const handlers = selectHandlers(event, on, onEvent);
    if (handlers.length === 0) return Promise.resolve("done");
    const { id } = event;
    const same = underWay.get(id);
    if (same !== undefined && !isAbandoned(same.beganAt)) return awaitOutcome(same);
    const task = { event, id, handlers, isAnswered };
    const outcome = queue.run(conversationKey(event), () => handleOnce(task, claims, options, report));
    const entry = { outcome, beganAt: performance.now() };
    underWay.set(id, entry);
    outcome.then(() => underWay.get(id) === entry && underWay.delete(id));
    return outcome;
  };

  return (event, isAnswered) => {
    const outcome = handle(event, isAnswered);
    const settling = event.type === "status" ? settle(store, event.status) : undefined;
    if (settling === undefined) return outcome;
    return settling.then(
      () => outcome,
      (error: unknown) => report(error, { event, isRedelivered: !isAnswered }).then(() => "failed"),
    );
  };
}

/** Loaded with the first status of a send that has a key. */
const loadSettling = once(() => import("../store/settle.ts"));

/** Records what a status proves about a send that has a key; `undefined` for all others, which cost no call to the store. */
function settle(store: GuardedStore, status: MessageStatus): Promise<void> | undefined {
  const place = parseSendTag(status.biz_opaque_callback_data ?? "");
  return place && loadSettling().then(({ settleSend }) => settleSend(store, place, status));
}

/** Another request's outcome. If that request died, the event is `busy`: a later delivery will handle it. */
async function awaitOutcome({ outcome, beganAt }: UnderWay): Promise<Outcome> {
  return (await awaitOther(outcome, beganAt)) ?? "busy";
}

async function handleOnce(
  task: Task,
  claims: Claims,
  options: ResolvedWebhookOptions,
  report: Report,
): Promise<Outcome> {
  const { event, isAnswered } = task;
  const tell = (error: unknown, isRepeated: boolean) =>
    report(error, { event, isRedelivered: isRepeated && !isAnswered });
  const run = new EventRun(task.id);
  let claim: Claim | "done" | "busy";
  try {
    claim = await claims.claim(task.id, run);
  } catch (error) {
    await tell(error, true);
    return "failed";
  }
  if (typeof claim === "string") return claim;
  const failure = await findFailure(task, claim, run, options.handlerTimeoutMs, tell);
  // What the store says now changes nothing: after a success, running the handlers again would be worse, and a claim
  // that is not released runs out.
  if (failure !== undefined && (await mayRunAgain(failure.error, event, options, tell))) {
    await claim.release().catch((error: unknown) => tell(error, true));
    await tell(failure.error, true);
    return "failed";
  }
  if (failure !== undefined) {
    claim.renew(); // `onError` may take longer than the lease
    await tell(failure.error, false); // before it is recorded: should this process die, the next delivery tells
  }
  await claims.complete(claim).catch((error: unknown) => tell(error, false));
  return "done";
}

type Tell = (error: unknown, isRepeated: boolean) => Promise<void>;

/** If what decides cannot be loaded: only after errors of the user's own. Those of wacloud may be of unclear sends. */
async function mayRunAgain(
  error: unknown,
  event: WebhookEvent,
  options: ResolvedWebhookOptions,
  tell: Tell,
): Promise<boolean> {
  const failures = await loadFailures().catch(() => undefined);
  return failures?.mayRunAgain(options, error, event, tell) ?? !isWhatsAppError(error);
}

/** Runs one function after the other, for as long as the claim and the time last. */
async function findFailure(
  { event, handlers }: Task,
  claim: Claim,
  run: EventRun,
  timeoutMs: number,
  tell: Tell,
): Promise<{ error: unknown } | undefined> {
  markRun(event, run);
  let pending: unknown;
  let endsAt: number | undefined; // the time begins when the first of them waits for something
  try {
    for (const handle of handlers) {
      run.throwIfEnded();
      pending = handle(event);
      if (!isThenable(pending)) continue;
      claim.renew();
      endsAt ??= performance.now() + timeoutMs;
      await within(endsAt - performance.now(), pending, () => timeOut(event, run, timeoutMs));
    }
    return undefined;
  } catch (error) {
    if (isWhatsAppError(error) && error.name === "HandlerTimeoutError" && isThenable(pending)) {
      pending.then(undefined, (late: unknown) => tell(late, false));
    }
    return { error };
  }
}

/** Ends a run that takes too long: it may send no more replies. */
function timeOut({ type }: WebhookEvent, run: EventRun, milliseconds: number): HandlerTimeoutError {
  const message = `The handler of a ${type} event did not finish within ${milliseconds} ms.`;
  const error = new HandlerTimeoutError(message);
  run.end(error);
  return error;
}
