import { GuardedStore } from "../store/guarded-store.ts";
import type { Store } from "../store/store.ts";
import { canonicalJson } from "../utils/canonical-json.ts";
import { sha256 } from "../utils/sha256.ts";

/** For how long the same call is taken for the same message. */
const repeatMs = 60_000;

const dayMs = 24 * 60 * 60 * 1000;

const toKey = (noun: string, text: string): string => `wacloud:1:${noun}:${sha256(text).slice(0, 40)}`;

/** What an assistant remembers in the client's store: which calls were made lately, and how many messages today. */
export class CallMemory {
  readonly #store: GuardedStore;

  constructor(store: Store) {
    this.#store = new GuardedStore(store);
  }

  /** The idempotency key of the same call, if it was made within the last minute. */
  async findCall(call: object): Promise<string | undefined> {
    return this.#store.get(callKey(call));
  }

  /** Gives a call the idempotency key under which it is sent: a new one, or that of a call made at the same moment. */
  async nameCall(call: object, isNew: boolean): Promise<string> {
    const key = callKey(call);
    const fresh = crypto.randomUUID();
    const options = isNew ? {} : { ifValue: null };
    if (await this.#store.set(key, fresh, { ttlMs: repeatMs, ...options })) return fresh;
    return (await this.#store.get(key)) ?? this.nameCall(call, isNew);
  }

  /** Counts a message against today's budget (UTC). Resolves with whether it fits. */
  async spend(budget: number): Promise<boolean> {
    for (;;) {
      const spent = await this.#store.get(todayKey());
      if (Number(spent ?? 0) >= budget) return false;
      if (await this.#count(spent, 1)) return true;
    }
  }

  /** Gives back a message that was not sent. */
  async refund(): Promise<void> {
    for (;;) {
      const spent = await this.#store.get(todayKey());
      if (spent === undefined || (await this.#count(spent, -1))) return;
    }
  }

  async #count(spent: string | undefined, change: 1 | -1): Promise<boolean> {
    const next = String(Math.max(0, Number(spent ?? 0) + change));
    return this.#store.set(todayKey(), next, { ttlMs: 2 * dayMs, ifValue: spent ?? null });
  }
}

const callKey = (call: object): string => toKey("call", canonicalJson(call));

const todayKey = (): string => toKey("budget", new Date().toISOString().slice(0, 10));
