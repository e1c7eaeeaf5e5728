import { fromBase64 } from "../../../utils/base64.ts";
import { isObject, type Json } from "../../../utils/json.ts";
import { type Encoded, isInstance } from "./encode.ts";

/** Creates an object of a class that has many objects, before its fields are filled. */
export type Creators = Readonly<Record<string, (fields: Json) => object>>;

/** Fills the fields of an object with what {@link encode} saved. The data it is given stays its own. */
export function decode(root: object, { root: fields, shared }: Encoded, creators: Creators): void {
  new Decoder(shared, creators).fill(root, fields);
}

class Decoder {
  readonly #shared: readonly unknown[];
  readonly #creators: Creators;
  readonly #known = new Map<unknown, unknown>();

  constructor(shared: readonly unknown[], creators: Creators) {
    this.#shared = shared;
    this.#creators = creators;
  }

  fill<T extends object>(holder: T, fields: Json): T {
    for (const [name, saved] of Object.entries(fields)) {
      if (!Object.hasOwn(holder, name)) throw new TypeError(`There is no field ${name}.`);
      const key = name as keyof T;
      const current: unknown = holder[key];
      if (isInstance(current)) this.fill(current, toFields(saved));
      else holder[key] = this.#value(saved) as T[keyof T];
    }
    return holder;
  }

  #value(saved: unknown): unknown {
    if (Array.isArray(saved)) return saved.map((member) => this.#value(member));
    if (!isObject(saved)) return saved;
    const [[key = "", content] = []] = Object.entries(saved);
    if (key.startsWith("$")) return this.#special(key.slice(1), content);
    return Object.fromEntries(Object.entries(saved).map(([name, member]) => [name, this.#value(member)]));
  }

  #special(tag: string, content: unknown): unknown {
    if (Object.hasOwn(readers, tag)) return readers[tag]?.(content, (member) => this.#value(member));
    if (tag === "ref") return this.#reference(content);
    if (!Object.hasOwn(this.#creators, tag)) throw new TypeError(`There is nothing called $${tag}.`);
    const fields = toFields(content);
    return this.fill(this.#creators[tag]?.(fields) ?? {}, fields);
  }

  #reference(place: unknown): unknown {
    if (this.#known.has(place)) return this.#known.get(place);
    if (typeof place !== "number" || !(place in this.#shared))
      throw new TypeError("A reference leads nowhere.");
    const value = this.#value(this.#shared[place]);
    this.#known.set(place, value);
    return value;
  }
}

type Read = (saved: unknown) => unknown;

const readers: Readonly<Record<string, (content: unknown, read: Read) => unknown>> = {
  map: (content, read) => new Map(toPairs(content).map(([key, member]) => [read(key), read(member)])),
  set: (content, read) => new Set(toMembers(content).map(read)),
  object: (content, read) =>
    Object.fromEntries(toPairs(content).map(([key, member]) => [String(key), read(member)])),
  bytes: (content) => fromBase64(String(content)),
  date: (content) => new Date(Number(content)),
  number: Number,
  bigint: (content) => BigInt(String(content)),
  undefined: () => undefined,
};

function toFields(saved: unknown): Json {
  if (isObject(saved)) return saved;
  throw new TypeError("The fields of an object are missing.");
}

function toMembers(saved: unknown): unknown[] {
  if (Array.isArray(saved)) return saved;
  throw new TypeError("A list is missing.");
}

const toPairs = (saved: unknown): unknown[][] => toMembers(saved).map(toMembers);
