import { isObject, type Json, toObject } from "../../../utils/json.ts";
import type { State } from "../state.ts";
import type { Changes, Encoder } from "./encode.ts";
import { createEncoder, takeSurroundings, takeWhole } from "./snapshot.ts";

/** What a state file consists of: a snapshot, and what has changed since, again and again. */
export class Journal {
  readonly #current: () => State;
  #state: State | undefined;
  #encoder: Encoder = createEncoder();
  #root = "";

  constructor(current: () => State) {
    this.#current = current;
  }

  /** Everything. */
  takeWhole(): Json {
    this.#state = this.#current();
    this.#encoder = createEncoder();
    const whole = takeWhole(this.#state, this.#encoder);
    this.#root = JSON.stringify(whole.root);
    return whole;
  }

  /** What has changed; `undefined` if another state has taken its place. */
  takeChanges(): Json | undefined {
    const state = this.#current();
    if (state !== this.#state) return undefined;
    const { root, put, add } = this.#encoder.encode(state);
    const text = JSON.stringify(root);
    const changed = text === this.#root ? {} : { root };
    this.#root = text;
    return { ...takeSurroundings(state), ...changed, put, add };
  }
}

/** A snapshot with all changes made to it. */
export function applyChanges(whole: Json, changes: readonly unknown[]): Json {
  const shared = Array.isArray(whole.shared) ? [...whole.shared] : [];
  let latest = { ...whole, shared };
  for (const { put, add, ...more } of changes.map(toObject) as Partial<Changes>[]) {
    latest = { ...latest, ...more };
    for (const [place, content] of put ?? []) shared[place] = content;
    for (const [place, members] of add ?? []) findList(shared[place]).push(...members);
  }
  return latest;
}

function findList(content: unknown): unknown[] {
  const list = isObject(content) ? (content.$map ?? content.$set) : content;
  if (Array.isArray(list)) return list;
  throw new TypeError("A list is missing.");
}
