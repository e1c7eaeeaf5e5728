import { encodeBase64 } from "../../../utils/base64.ts";
import { countMembers, toMembers } from "./members.ts";

/** Saves an object of a class that has many objects: under its name, with its fields. */
export interface Kind {
  name: string;
  type: abstract new (...args: never[]) => object;
}

/** Data as JSON: what JSON cannot express is an object whose only key begins with `$`. */
export interface Encoded {
  root: Record<string, unknown>;
  /** All objects, which are held elsewhere as `{ $ref: index }`. */
  shared: unknown[];
}

/** What is new since an encoder was last asked. */
export interface Changes {
  root: Record<string, unknown>;
  /** Objects that are new, or no longer as they were, with their index in `shared`. */
  put: [place: number, content: unknown][];
  /** What was added at the end of lists, maps and sets. */
  add: [place: number, members: unknown[]][];
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

/** Fields with what was sent, received or posted. Others may take its place, but nothing in it changes. */
const fixed = new Set<unknown>(["payload", "body", "content", "choices", "links"]);

type Save = (value: unknown) => unknown;

/** What is known about an object. */
interface Known {
  place: number;
  /** When it was last looked at. */
  round: number;
  /** What it held then. */
  members: unknown[] | undefined;
  /** How one of a {@link Kind} was saved then. */
  text: string | undefined;
}

/** Saves an object with everything in it. Asked again, only what has changed since. Private fields are not saved. */
export class Encoder {
  readonly #kinds: readonly Kind[];
  readonly #known = new WeakMap<object, Known>();
  #places = 0;
  #round = 0;
  #changes: Changes = { root: {}, put: [], add: [] };

  constructor(kinds: readonly Kind[]) {
    this.#kinds = kinds;
  }

  encode(root: object): Changes {
    this.#round += 1;
    const changes: Changes = { root: {}, put: [], add: [] };
    this.#changes = changes;
    changes.root = this.#fields(root);
    return changes;
  }

  /** The objects of other objects' own classes are filled, not created, when they are restored. */
  #fields(holder: object): Record<string, unknown> {
    const save = (value: unknown) =>
      isInstance(value) && this.#findKind(value) === undefined ? this.#fields(value) : this.#value(value);
    const fields = Object.entries(holder).filter(([, value]) => value !== undefined);
    return Object.fromEntries(fields.map(([name, value]) => [name, save(value)]));
  }

  readonly #value: Save = (value) =>
    typeof value === "object" && value !== null ? { $ref: this.#place(value) } : toPrimitive(value);

  /** Where an object is. What has changed in it is noted. */
  #place(value: object): number {
    const known = this.#know(value);
    if (known.round === this.#round) return known.place;
    known.round = this.#round;
    const kind = this.#findKind(value);
    if (kind === undefined) this.#compare(value, known);
    else this.#compareFields(value, kind, known);
    return known.place;
  }

  #know(value: object): Known {
    const known = this.#known.get(value) ?? {
      place: this.#places,
      round: 0,
      members: undefined,
      text: undefined,
    };
    if (known.round > 0) return known;
    this.#places += 1;
    this.#known.set(value, known);
    return known;
  }

  #compareFields(value: object, { name }: Kind, known: Known): void {
    const content = { [`$${name}`]: this.#fields(value) };
    const text = JSON.stringify(content);
    if (text !== known.text) this.#changes.put.push([known.place, content]);
    known.text = text;
  }

  #compare(value: object, known: Known): void {
    const { place, members: before } = known;
    const count = before && countMembers(value, before);
    if (before === undefined || count === undefined) {
      known.members = toMembers(value);
      this.#put(place, value);
      return;
    }
    this.#look(value, before);
    if (count === before.length) return;
    known.members = toMembers(value);
    this.#add(place, value, known.members.slice(before.length));
  }

  #put(place: number, value: object): void {
    this.#changes.put.push([place, toContent(value, this.#value)]);
  }

  /** Members of maps come in pairs; keys that are added to an object may be anywhere in it. */
  #add(place: number, value: object, added: unknown[]): void {
    if (value instanceof Map) {
      const pairs = Array.from({ length: added.length / 2 }, (_, index) =>
        added.slice(2 * index, 2 * index + 2),
      );
      this.#changes.add.push([place, pairs.map((pair) => pair.map(this.#value))]);
    } else if (Array.isArray(value) || value instanceof Set) {
      this.#changes.add.push([place, added.map(this.#value)]);
    } else this.#put(place, value);
  }

  /** Looks at what an object still holds. */
  #look(value: object, members: readonly unknown[]): void {
    const isPlain = !(Array.isArray(value) || isCollection(value));
    for (let index = 0; index < members.length; index += 1) {
      const member = members[index];
      if (typeof member !== "object" || member === null) continue;
      if (!isPlain || !fixed.has(members[index - 1])) this.#place(member);
    }
  }

  #findKind(value: object): Kind | undefined {
    return this.#kinds.find(({ type }) => value instanceof type);
  }
}

function toPrimitive(value: unknown): unknown {
  if (typeof value === "number" && (!Number.isFinite(value) || Object.is(value, -0)))
    return { $number: Object.is(value, -0) ? "-0" : String(value) };
  if (typeof value === "bigint") return { $bigint: String(value) };
  return isNothing(value) ? { $undefined: true } : value;
}

function toContent(value: object, save: Save): unknown {
  if (Array.isArray(value)) return Array.from(value, save);
  if (value instanceof Map) return { $map: [...value].map((pair) => pair.map(save)) };
  if (value instanceof Set) return { $set: [...value].map(save) };
  if (value instanceof Uint8Array) return { $bytes: encodeBase64(value) };
  if (value instanceof Date) return { $date: value.getTime() };
  return isInstance(value) ? save(toJson(value)) : toPlain(value, save);
}

/** Keys that could be taken for something else are in a list of pairs. */
function toPlain(value: object, save: Save): unknown {
  const entries = Object.entries(value).filter(([, member]) => !isNothing(member));
  const pairs = entries.map(([key, member]) => [key, fixed.has(key) ? toWhole(member) : save(member)]);
  const isOdd = entries.some(([key]) => key.startsWith("$") || key === "__proto__");
  return isOdd ? { $object: pairs } : Object.fromEntries(pairs);
}

/** With everything in it. */
const toWhole: Save = (value) =>
  typeof value === "object" && value !== null ? toContent(value, toWhole) : toPrimitive(value);
