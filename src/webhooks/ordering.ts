import type { WebhookEvent } from "../types/webhooks/events.ts";
import { requestsEndAlone } from "../utils/runtime.ts";
import { awaitOther } from "./lifetime.ts";

/**
 * The key of an event's conversation: the business number plus the group or the person (`user_id`, or `wa_id` if Meta
 * sends no `user_id`). A customer's messages, statuses, echoes and calls share it, provided Meta identifies the customer
 * the same way in all of them. `undefined` if the event belongs to no conversation.
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

/** Runs tasks with the same key one after the other, tasks with different keys in parallel. */
export class ConversationQueue {
  readonly #last = new Map<string, Entry>();

  /** Runs the task once every earlier task with its key has settled. Without a key, it runs immediately. */
  run<T>(key: string | undefined, task: () => Promise<T>): Promise<T> {
    if (key === undefined) return task();
    const before = this.#last.get(key);
    const current = before === undefined ? task() : awaitOther(before.task, before.beganAt).then(task, task);
    const entry: Entry = { task: current, beganAt: performance.now() };
    this.#last.set(key, entry);
    const forget = () => {
      if (this.#last.get(key) === entry) this.#last.delete(key);
    };
    current.then(forget, forget);
    return current;
  }

  /** How many keys have waiting or running tasks. */
  get size(): number {
    return this.#last.size;
  }
}

/**
 * Releases results in the order in which they were requested, however long each takes. On runtimes that end requests
 * independently it keeps no order: a result that never arrives would block all later ones.
 */
export function turnstile(): <T>(result: Promise<T>) => Promise<T> {
  if (requestsEndAlone()) return (result) => result;
  let last: Promise<unknown> = Promise.resolve();
  return (result) => {
    last = Promise.allSettled([last, result]).then(nothing);
    return last.then(() => result);
  };
}

/** Drops the results of earlier turns, which each turn would otherwise keep in memory. */
const nothing = (): void => undefined;
