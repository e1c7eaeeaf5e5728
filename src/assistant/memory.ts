import { GuardedStore } from "../store/guarded-store.ts";
import type { Store } from "../store/store.ts";
import { canonicalJson } from "../utils/canonical-json.ts";
import { sha256 } from "../utils/sha256.ts";

/** For how long the same call is taken for the same message, once that was sent. */
const repeatMs = 60_000;

export const dayMs = 24 * 60 * 60 * 1000;

/** What became of a call: under way or unclear, sent, or refused. */
type CallState = "begun" | "sent" | "refused";

/** A call that was made lately, and the idempotency key under which it is sent. */
export interface KnownCall {
  readonly state: CallState;
  readonly key: string;
}

const toKey = (noun: string, text: string): string => `wacloud:1:${noun}:${sha256(text).slice(0, 40)}`;

/**
 * What the assistants of a number remember in the client's store: which calls were made lately, and how many messages
 * today.
 */
export class CallMemory {
  readonly #store: GuardedStore;
  readonly #number: string;

  constructor({ store, phoneNumberId = "" }: { store: Store; phoneNumberId?: string | undefined }) {
    this.#store = new GuardedStore(store);
    this.#number = phoneNumberId;
  }

  /** The same call, if it was made within the last minute, or if nobody knows whether its message left today. */
  async findCall(call: object): Promise<KnownCall | undefined> {
    return parseCall(await this.#store.get(this.#callKey(call)));
  }

  /**
   * Begins a call, and resolves with the idempotency key under which it is sent: that of the same call, or a new one.
   *
   * @param again the same call, in whose place this one is sent.
   */
  async beginCall(call: object, again?: KnownCall): Promise<string> {
    for (;;) {
      const known = await this.findCall(call);
      const isReplaced = known?.key === again?.key;
      if (known !== undefined && known.state !== "refused" && !isReplaced) return known.key;
      const key = known === undefined || isReplaced ? crypto.randomUUID() : known.key;
      const ifValue = known === undefined ? null : printCall(known);
      if (await this.#write(call, { state: "begun", key }, dayMs, ifValue)) return key;
    }
  }

  /** Remembers what became of a call. Never rejects: what happened to the message has happened. */
  async settleCall(call: object, { state, key }: KnownCall, ttlMs = repeatMs): Promise<void> {
    try {
      const ifValue = printCall({ state: "begun", key });
      await this.#write(call, { state, key }, ttlMs, ifValue);
    } catch {
      // The same call goes on under this key, which is sent once.
    }
  }

  async #write(call: object, known: KnownCall, ttlMs: number, ifValue: string | null): Promise<boolean> {
    return this.#store.set(this.#callKey(call), printCall(known), { ttlMs, ifValue });
  }

  /** Counts a message against today's budget (UTC). Resolves with whether it fits. */
  async spend(budget: number): Promise<boolean> {
    for (;;) {
      const spent = await this.#store.get(this.#todayKey());
      if (Number(spent ?? 0) >= budget) return false;
      if (await this.#count(spent, 1)) return true;
    }
  }

  /** Gives back a message that was not sent. Never rejects: a budget that is too small loses nothing. */
  async refund(): Promise<void> {
    try {
      for (;;) {
        const spent = await this.#store.get(this.#todayKey());
        if (spent === undefined || (await this.#count(spent, -1))) return;
      }
    } catch {
      // The result of the send matters more.
    }
  }

  async #count(spent: string | undefined, change: 1 | -1): Promise<boolean> {
    const next = String(Math.max(0, Number(spent ?? 0) + change));
    return this.#store.set(this.#todayKey(), next, { ttlMs: 2 * dayMs, ifValue: spent ?? null });
  }

  #callKey(call: object): string {
    return toKey("call", `${this.#number} ${canonicalJson(call)}`);
  }

  #todayKey(): string {
    return toKey("budget", `${this.#number} ${new Date().toISOString().slice(0, 10)}`);
  }
}

const printCall = ({ state, key }: KnownCall): string => `${state} ${key}`;

function parseCall(text: string | undefined): KnownCall | undefined {
  const [state, key] = text?.split(" ") ?? [];
  return state === undefined || key === undefined ? undefined : { state: state as CallState, key };
}
