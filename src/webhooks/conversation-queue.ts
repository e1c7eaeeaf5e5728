import { awaitOther } from "./lifetime.ts";

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
