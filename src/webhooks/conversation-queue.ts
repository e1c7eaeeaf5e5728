/** Runs tasks of one key one after the other, tasks of different keys at the same time. */
export class ConversationQueue {
  readonly #last = new Map<string, Promise<unknown>>();

  /** The task's outcome, once everything before it under the same key has settled. Without a key it runs at once. */
  run<T>(key: string | undefined, task: () => Promise<T>): Promise<T> {
    if (key === undefined) return task();
    const before = this.#last.get(key);
    const current = before === undefined ? task() : before.then(task, task);
    this.#last.set(key, current);
    const forget = () => {
      if (this.#last.get(key) === current) this.#last.delete(key);
    };
    current.then(forget, forget);
    return current;
  }

  /** How many keys have tasks that are waiting or running. */
  get size(): number {
    return this.#last.size;
  }
}
