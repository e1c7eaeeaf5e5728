import type { WebhookEvent } from "../types/webhooks/events.ts";
import { requestsEndAlone } from "../utils/runtime.ts";
import { awaitOther } from "./lifetime.ts";

/**
 * Names the conversation an event belongs to: a business number with a group, or with a person (`user_id`, or where
 * Meta gives none, `wa_id`). Messages, statuses, echoes and calls of one customer share it, as far as Meta identifies
 * the customer alike. `undefined` for an event that belongs to no conversation.
 */
export function conversationKey(event: WebhookEvent): string | undefined {
  const partner = "chat" in event && event.chat ? partnerKey(event.chat) : undefined;
  return partner && `${event.phoneNumberId ?? ""}/${partner}`;
}

function partnerKey(chat: { group_id?: string; user_id?: string | undefined; wa_id?: string | undefined }) {
  if (chat.group_id) return `group/${chat.group_id}`;
  if (chat.user_id) return `user/${chat.user_id}`;
  return chat.wa_id ? `wa/${chat.wa_id}` : undefined;
}

interface Entry {
  task: Promise<unknown>;
  beganAt: number;
}

/** Runs tasks of one key one after the other, tasks of different keys at the same time. */
export class ConversationQueue {
  readonly #last = new Map<string, Entry>();

  /** The task's outcome, once everything before it under the same key has settled. Without a key it runs at once. */
  run<T>(key: string | undefined, task: () => Promise<T>): Promise<T> {
    if (key === undefined) return task();
    const before = this.#last.get(key);
    const current = before === undefined ? task() : awaitOther(before.task, before.beganAt).then(task, task);
    const entry: Entry = { task: current, beganAt: Date.now() };
    this.#last.set(key, entry);
    const forget = () => {
      if (this.#last.get(key) === entry) this.#last.delete(key);
    };
    current.then(forget, forget);
    return current;
  }

  /** How many keys have tasks that are waiting or running. */
  get size(): number {
    return this.#last.size;
  }
}

/**
 * Lets results through in the order in which they were asked for, however long each of them takes. Where requests end
 * alone there is no such order: a result that never comes would stop all after it.
 */
export function turnstile(): <T>(result: Promise<T>) => Promise<T> {
  if (requestsEndAlone()) return (result) => result;
  let last: Promise<unknown> = Promise.resolve();
  return (result) => {
    last = Promise.allSettled([last, result]).then(nothing);
    return last.then(() => result);
  };
}

/** Keeps each turn from holding on to the results of all turns before it. */
const nothing = (): void => undefined;
