import type { Logger } from "../types/common.ts";

/**
 * Remembers which events have been handled. Several processes, and serverless functions, want a shared one.
 * Each method may answer with a promise.
 */
export interface DedupeStore {
  /** Takes the event: `claimed` when it is ours to handle, `done` when it was handled, `busy` while another handles it. */
  claim(id: string): ClaimResult | Promise<ClaimResult>;
  /** The event has been handled, for good. */
  complete(id: string): void | Promise<void>;
  /** Handling failed: the next delivery may claim it. */
  release(id: string): void | Promise<void>;
}

/** The answer to a claim. */
export type ClaimResult = "claimed" | "done" | "busy";

/**
 * A store in this process's memory. When it is full the oldest handled id is forgotten, with one warning: a
 * redelivery that late would be handled again.
 *
 * @param options.max how many handled ids are kept. Default 100 000.
 * @param options.logger where the warning goes. Default: `console`.
 */
export function memoryDedupe(options: { max?: number; logger?: Pick<Logger, "warn"> } = {}): DedupeStore {
  const { max = 100_000, logger = console } = options;
  const running = new Set<string>();
  const done = new Set<string>();
  let warned = false;

  const evict = () => {
    const [oldest] = done;
    if (oldest !== undefined) done.delete(oldest);
    if (warned) return;
    warned = true;
    logger.warn(
      `wacloud: the webhook dedupe store holds ${max} events and forgets the oldest from now on. A shared store, or a larger one, remembers longer.`,
    );
  };

  return {
    claim: (id) => {
      if (done.has(id)) return "done";
      if (running.has(id)) return "busy";
      running.add(id);
      return "claimed";
    },
    complete: (id) => {
      running.delete(id);
      done.add(id);
      if (done.size > max) evict();
    },
    release: (id) => {
      running.delete(id);
    },
  };
}
