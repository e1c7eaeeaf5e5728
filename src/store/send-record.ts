import { StoreError } from "../errors.ts";
import { isObject } from "../utils/json.ts";
import type { GuardedStore } from "./guarded-store.ts";
import { keptMs } from "./keys.ts";

/**
 * What is known of one message: it may have left (`begun`), Meta took it (`sent`), or it certainly did not leave and
 * may be sent (`refused`).
 */
export interface SendEntry {
  readonly state: "begun" | "sent" | "refused";
  /** Random for each attempt, and the end of the tag that wacloud makes. */
  readonly nonce: string;
  /** `text`, `interactive.button` …; `=` for a message that has a key of its own. */
  readonly kind: string;
  /** Tells messages of one kind apart: a digest of the content, or of the key. */
  readonly digest: string;
  /** The user's own tag; empty if the message carries none. */
  readonly tag?: string | undefined;
  /** Meta's id. */
  readonly id?: string | undefined;
  readonly message_status?: string | undefined;
}

/** What a record is turned into: the entries, or `undefined` to leave it as it is. */
type Change = (entries: readonly SendEntry[]) => readonly SendEntry[] | undefined;

/** How often a change is made again because somebody else changed the record at the same time. */
const maxConflicts = 20;

/**
 * The entries under one key of the store: one for a send that has a key, all replies for an event. Changes of this
 * process wait for each other; a change by another process is noticed, and ours is made again on top of it.
 */
export class SendRecord {
  readonly key: string;
  readonly #store: GuardedStore;
  /** The value in the store, as far as known; `null`: nothing. */
  #text: string | null | undefined;
  #last: Promise<unknown> = Promise.resolve();

  constructor(store: GuardedStore, key: string) {
    this.#store = store;
    this.key = key;
  }

  /** The entries as of the last operation, or as they are `now`. */
  read(when: "known" | "now" = "known"): Promise<readonly SendEntry[]> {
    return this.#inTurn(async () => {
      if (when === "now") this.#text = undefined;
      return this.#load();
    });
  }

  /** Makes a change atomically. What `change` throws is thrown, and nothing is written. */
  update(change: Change): Promise<void> {
    return this.#inTurn(async () => {
      for (let conflicts = 0; conflicts < maxConflicts; conflicts += 1) {
        const entries = change(await this.#load());
        if (entries === undefined || (await this.#write(entries))) return;
      }
      throw new StoreError("The store failed: an entry was changed by others again and again.");
    });
  }

  #inTurn<T>(operation: () => Promise<T>): Promise<T> {
    const result = this.#last.then(operation);
    this.#last = result.catch(() => undefined);
    return result;
  }

  async #load(): Promise<readonly SendEntry[]> {
    if (this.#text === undefined) this.#text = (await this.#store.get(this.key)) ?? null;
    return this.#text === null ? [] : parseEntries(this.#text);
  }

  async #write(entries: readonly SendEntry[]): Promise<boolean> {
    const before = this.#text ?? null;
    const after = entries.length === 0 ? null : serialize(entries);
    this.#text = undefined; // should the store fail, nobody knows what is in it
    if (!(await this.#replace(before, after))) return false;
    this.#text = after;
    return true;
  }

  #replace(before: string | null, after: string | null): boolean | Promise<boolean> {
    if (after !== null) return this.#store.set(this.key, after, { ttlMs: keptMs, ifValue: before });
    return before === null || this.#store.delete(this.key, { ifValue: before });
  }
}

/** The keys of an entry in the store, which holds up to 4 KB. */
const shortKeys = {
  state: "s",
  nonce: "n",
  kind: "k",
  digest: "d",
  tag: "t",
  id: "i",
  message_status: "m",
} as const;
const longKeys = Object.entries(shortKeys) as [keyof SendEntry, string][];

const serialize = (entries: readonly SendEntry[]): string =>
  JSON.stringify(
    entries.map((entry) => Object.fromEntries(longKeys.map(([long, short]) => [short, entry[long]]))),
  );

/** What a store takes, and what Meta's id may still add to an entry. */
const maxBytes = 4096;
const idBytes = 150;

/** The entries, without refused ones if there is no room for them; `undefined` if there is no room at all. */
export function fitRecord(entries: readonly SendEntry[]): readonly SendEntry[] | undefined {
  return [entries, entries.filter(({ state }) => state !== "refused")].find(fits);
}

function fits(entries: readonly SendEntry[]): boolean {
  const begun = entries.filter(({ state }) => state === "begun").length;
  return new TextEncoder().encode(serialize(entries)).length + begun * idBytes <= maxBytes;
}

/** @throws `StoreError` for a value that wacloud did not write: it may hide a message that was sent. */
function parseEntries(text: string): SendEntry[] {
  try {
    return (JSON.parse(text) as unknown[]).map(toEntry);
  } catch (cause) {
    throw new StoreError("The store failed: the value of an entry was not written by wacloud.", { cause });
  }
}

function toEntry(stored: unknown): SendEntry {
  if (!isObject(stored) || typeof stored.s !== "string") throw new TypeError("not an entry");
  const entry = Object.fromEntries(longKeys.map(([long, short]) => [long, stored[short]]));
  return entry as unknown as SendEntry; // as `serialize` wrote it: the key's version stands for its form
}
