import { toBase64 } from "../base64.ts";

/** Saves an object of a class that has many objects: under its name, with its fields. */
export interface Kind {
  name: string;
  type: abstract new (...args: never[]) => object;
}

/** Data as JSON: what JSON cannot express is an object whose only key begins with `$`. */
export interface Encoded {
  root: Record<string, unknown>;
  /** Objects that are held in several places, which have `{ $ref: index }`. */
  shared: unknown[];
}

/** Whether an object has a class of its own, other than the collections of the language. */
export function isInstance(value: unknown): value is object {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  if (isCollection(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype !== null && prototype !== Object.prototype;
}

const isCollection = (value: object): boolean =>
  value instanceof Map || value instanceof Set || value instanceof Uint8Array || value instanceof Date;

/** What a test passed in, which JSON leaves out. */
const isNothing = (value: unknown): boolean =>
  value === undefined || typeof value === "function" || typeof value === "symbol";

/** What a test passed in, as it was posted. */
const toJson = (value: object): unknown => JSON.parse(JSON.stringify(value) ?? "null");

/** Saves the fields of an object with everything in them. Private fields are not saved. */
export function encode(root: object, kinds: readonly Kind[]): Encoded {
  return new Encoder(kinds).encode(root);
}

class Encoder {
  readonly #kinds: readonly Kind[];
  readonly #visits = new Map<object, number>();
  readonly #places = new Map<object, number>();
  readonly #shared: unknown[] = [];

  constructor(kinds: readonly Kind[]) {
    this.#kinds = kinds;
  }

  encode(root: object): Encoded {
    for (const value of Object.values(root)) this.#count(value);
    return { root: this.#fields(root), shared: this.#shared };
  }

  /** Counts the places that hold each object. */
  #count(value: unknown): void {
    if (typeof value !== "object" || value === null) return;
    const visits = this.#visits.get(value) ?? 0;
    this.#visits.set(value, visits + 1);
    if (visits > 0 || value instanceof Uint8Array) return;
    if (value instanceof Map) for (const key of value.keys()) this.#count(key);
    const isPlain = !(value instanceof Map || value instanceof Set);
    for (const member of isPlain ? Object.values(value) : value.values()) this.#count(member);
  }

  /** The objects of other objects' own classes are filled, not created, when they are restored. */
  #fields(holder: object): Record<string, unknown> {
    const save = (value: unknown) =>
      isInstance(value) && this.#findKind(value) === undefined ? this.#fields(value) : this.#value(value);
    const fields = Object.entries(holder).filter(([, value]) => value !== undefined);
    return Object.fromEntries(fields.map(([name, value]) => [name, save(value)]));
  }

  #value(value: unknown): unknown {
    if (typeof value === "object" && value !== null) return this.#object(value);
    if (typeof value === "number" && (!Number.isFinite(value) || Object.is(value, -0)))
      return { $number: Object.is(value, -0) ? "-0" : String(value) };
    if (typeof value === "bigint") return { $bigint: String(value) };
    if (isNothing(value)) return { $undefined: true };
    return value;
  }

  #object(value: object): unknown {
    if ((this.#visits.get(value) ?? 0) < 2) return this.#content(value);
    const known = this.#places.get(value);
    if (known !== undefined) return { $ref: known };
    const place = this.#shared.push(null) - 1;
    this.#places.set(value, place);
    this.#shared[place] = this.#content(value);
    return { $ref: place };
  }

  #content(value: object): unknown {
    const save = (member: unknown) => this.#value(member);
    if (Object.getPrototypeOf(value) === Object.prototype) return this.#plain(value); // most are
    if (Array.isArray(value)) return Array.from(value, save);
    if (value instanceof Map) return { $map: [...value].map(([key, member]) => [save(key), save(member)]) };
    if (value instanceof Set) return { $set: [...value].map(save) };
    if (value instanceof Uint8Array) return { $bytes: toBase64(value) };
    if (value instanceof Date) return { $date: value.getTime() };
    const kind = this.#findKind(value);
    if (kind !== undefined) return { [`$${kind.name}`]: this.#fields(value) };
    return isInstance(value) ? save(toJson(value)) : this.#plain(value);
  }

  /** Keys that could be taken for something else are in a list of pairs. */
  #plain(value: object): unknown {
    const plain: Record<string, unknown> = {};
    for (const [key, member] of Object.entries(value)) {
      if (isNothing(member)) continue;
      if (key.startsWith("$") || key === "__proto__") return this.#pairs(value);
      plain[key] = this.#value(member);
    }
    return plain;
  }

  #pairs(value: object): unknown {
    const entries = Object.entries(value).filter(([, member]) => !isNothing(member));
    return { $object: entries.map(([key, member]) => [key, this.#value(member)]) };
  }

  #findKind(value: object): Kind | undefined {
    return this.#kinds.find(({ type }) => value instanceof type);
  }
}
