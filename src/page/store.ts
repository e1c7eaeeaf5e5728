import { toChatId } from "./chatters.ts";
import {
  type ActionAnswer,
  type ActionRequest,
  type Change,
  type Kind,
  type Kinds,
  type MessageView,
  paths,
} from "./protocol.ts";

/** How many calls, and how many webhooks, the page keeps. */
const logLength = 1000;

/** Everything the simulator told. Whoever subscribes hears of changes, at most once a frame. */
export class Store {
  readonly kinds: { readonly [K in Kind]: Map<string, Kinds[K]> } = {
    numbers: new Map(),
    customers: new Map(),
    groups: new Map(),
    messages: new Map(),
    flows: new Map(),
    calls: new Map(),
    webhooks: new Map(),
    templates: new Map(),
    faults: new Map(),
    surroundings: new Map(),
  };
  /** The messages of each customer and group, oldest first. */
  readonly chats = new Map<string, MessageView[]>();
  /** Grows with each call and webhook. */
  logVersion = 0;
  /** How far the simulator's clock is ahead of this machine's. */
  aheadMs = 0;
  /** Whether anything was told yet, and whether the simulator can be reached. */
  isLoaded = false;
  isLive = false;
  readonly #listeners = new Set<() => void>();
  #frame: number | undefined;

  now = (): number => Date.now() + this.aheadMs;

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  connect(): void {
    const source = new EventSource(paths.events);
    source.onopen = () => this.#become({ isLive: true });
    source.onerror = () => this.#become({ isLive: false });
    source.onmessage = ({ data }) => {
      this.apply(JSON.parse(data));
      this.#become({ isLive: true, isLoaded: true });
    };
  }

  apply({ now, isWhole, put, drop }: Change): void {
    this.aheadMs = now - Date.now();
    if (isWhole) this.#clear();
    for (const kind of Object.keys(this.kinds) as Kind[]) {
      for (const id of drop[kind] ?? []) this.kinds[kind].delete(id);
      for (const one of put[kind] ?? []) (this.kinds[kind] as Map<string, unknown>).set(one.id, one);
    }
    if (isWhole) this.#fill(put.messages ?? []);
    else for (const message of put.messages ?? []) this.#place(message);
    if (isWhole || put.calls?.length || put.webhooks?.length) this.logVersion += 1;
    for (const log of [this.kinds.calls, this.kinds.webhooks]) trim(log);
  }

  #clear(): void {
    for (const kind of Object.values(this.kinds)) kind.clear();
    this.chats.clear();
  }

  #fill(messages: readonly MessageView[]): void {
    for (const message of messages.toSorted((one, other) => one.at - other.at)) {
      const chat = this.chats.get(toChatId(message));
      if (chat === undefined) this.chats.set(toChatId(message), [message]);
      else chat.push(message);
    }
  }

  /** Puts a message where its time belongs, which is nearly always at the end. Each change makes a new list. */
  #place(message: MessageView): void {
    const chat = [...(this.chats.get(toChatId(message)) ?? [])];
    const known = chat.findLastIndex(({ id }) => id === message.id);
    if (known >= 0) chat[known] = message;
    else chat.splice(chat.findLastIndex(({ at }) => at <= message.at) + 1, 0, message);
    this.chats.set(toChatId(message), chat);
  }

  #become(state: { isLive: boolean; isLoaded?: boolean }): void {
    Object.assign(this, state);
    this.#frame ??= requestAnimationFrame(() => {
      this.#frame = undefined;
      for (const listener of this.#listeners) listener();
    });
  }
}

function trim(log: Map<string, unknown>): void {
  for (const id of log.keys()) {
    if (log.size <= logLength) return;
    log.delete(id);
  }
}

/** Asks the simulator to do something. */
export async function act(request: ActionRequest): Promise<ActionAnswer> {
  try {
    const headers = { "content-type": "application/json" };
    const response = await fetch(paths.actions, { method: "POST", headers, body: JSON.stringify(request) });
    return await response.json();
  } catch {
    return { error: "The simulator does not answer. Is it still running?" };
  }
}
