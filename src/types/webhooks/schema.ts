import { isObject, type Json } from "../../utils/json.ts";

/** What is being read: where in the event, and which keys have been left out so far. */
export interface Reading {
  /** The path of the value. */
  readonly trail: (string | number)[];
  /** The paths of the keys that did not match. */
  readonly omitted: string[];
}

/** Returns a value as its type says, or `undefined` if it does not match. */
export type Read<T> = (value: unknown, reading: Reading) => T | undefined;

/** The keys of an object, with their schemas. A required key ends with `!`. */
export interface Members {
  readonly [key: string]: Schema;
}

/**
 * How a value is read: a function, the schema of a list's elements, or the members of an object. Webhooks are read by
 * these tables instead of zod: nobody needs to know which rule an incoming value breaks.
 */
export type Schema = Read<unknown> | readonly [Schema] | Members;

/** A schema that reads this type. */
export type SchemaOf<T> = unknown extends T
  ? Read<unknown>
  : [T] extends [readonly (infer Element)[]]
    ? readonly [SchemaOf<Element>]
    : [T] extends [string | number | boolean | null]
      ? Read<T>
      : MembersOf<T> | Read<T>;

/** The members that read this object. */
export type MembersOf<T> = {
  readonly [Key in keyof T & string as undefined extends T[Key] ? Key : `${Key}!`]-?: SchemaOf<
    Exclude<T[Key], undefined>
  >;
};

/** The type that a schema reads. */
export type Output<S> = S extends (value: unknown, reading: Reading) => infer T
  ? Exclude<T, undefined>
  : S extends readonly [infer Element]
    ? Output<Element>[]
    : { -readonly [Key in keyof S as Key extends `${infer Name}!` ? Name : never]: Output<S[Key]> } & {
        -readonly [Key in keyof S as Key extends `${string}!` ? never : Key]?: Output<S[Key]> | undefined;
      };

/** Begins to read what stands under this key of an event. `omitted` collects the paths of what is left out. */
export const under = (key: string, omitted: string[]): Reading => ({ trail: [key], omitted });

/**
 * Returns a value as its schema says, or `undefined` if it does not match. What misfits at the edge costs the edge: an
 * optional key of an object that does not match is left out. A list is whole or absent. Keys without a schema pass
 * through; objects are copied.
 */
export function read<const S extends Schema>(
  schema: S,
  value: unknown,
  reading: Reading,
): Output<S> | undefined {
  return readAny(schema, value, reading) as Output<S> | undefined;
}

function readAny(schema: Schema, value: unknown, reading: Reading): unknown {
  if (typeof schema === "function") return schema(value, reading);
  return isListSchema(schema) ? readList(schema[0], value, reading) : readObject(schema, value, reading);
}

const isListSchema = (schema: object): schema is readonly [Schema] => Array.isArray(schema);

function readList(schema: Schema, value: unknown, reading: Reading): unknown[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const found: unknown[] = [];
  for (const [index, element] of value.entries()) {
    reading.trail.push(index);
    found.push(readAny(schema, element, reading));
    reading.trail.pop();
  }
  return found.includes(undefined) ? undefined : found;
}

function readObject(members: Members, value: unknown, reading: Reading): Json | undefined {
  if (!isObject(value)) return undefined;
  const { trail, omitted } = reading;
  const { schemas, required } = compiled(members);
  const copy: Json = { ...value };
  for (const key in copy) {
    const schema = schemas.get(key);
    if (schema === undefined) continue;
    const member = copy[key];
    const before = omitted.length;
    trail.push(key);
    const found = readAny(schema, member, reading);
    if (found === undefined) {
      delete copy[key];
      omitted.length = before;
      if (member !== undefined) omitted.push(trail.join("."));
    } else if (found !== member) copy[key] = found;
    trail.pop();
  }
  for (const key of required) if (copy[key] === undefined) return undefined;
  return copy;
}

interface Compiled {
  schemas: ReadonlyMap<string, Schema>;
  required: readonly string[];
}

const cache = new WeakMap<Members, Compiled>();

/** The members in the form that is quick to read with, made when the first such object arrives. */
function compiled(members: Members): Compiled {
  let found = cache.get(members);
  if (found === undefined) {
    const entries = Object.entries(members);
    found = {
      schemas: new Map(entries.map(([key, schema]) => [key.replace("!", ""), schema])),
      required: entries.flatMap(([key]) => (key.endsWith("!") ? [key.slice(0, -1)] : [])),
    };
    cache.set(members, found);
  }
  return found;
}

/** Any text. Lists of values are plain text too, because they may grow; the interfaces name the known values. */
export const text: Read<string> = (value) => (typeof value === "string" ? value : undefined);

/** An id, or Unix seconds: always a string, even if Meta sends a number. */
export const id: Read<string> = (value) => (typeof value === "number" ? String(value) : text(value, none));

const none: Reading = under("", []);

export const flag: Read<boolean> = (value) => (typeof value === "boolean" ? value : undefined);
export const anything: Read<unknown> = (value) => value;

/** A number, or text that is not a number. */
export const code: Read<number | string> = (value) =>
  typeof value === "string" && /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : numberOrText(value, none);

/** A number, which may arrive as a string. */
export const number: Read<number> = (value) => {
  const found = code(value, none);
  return typeof found === "number" && Number.isFinite(found) ? found : undefined;
};

export const numberOrText: Read<number | string> = (value) =>
  typeof value === "number" || typeof value === "string" ? value : undefined;

/** What the schema says, or `null` where Meta documents it. */
export const orNull =
  <const S extends Schema>(schema: S): Read<Output<S> | null> =>
  (value, reading) =>
    value === null ? null : read(schema, value, reading);

/** An object with at least one of these keys. */
export const withAny =
  <const S extends Members>(members: S, ...keys: (keyof Output<S>)[]): Read<Output<S>> =>
  (value, reading) => {
    const found = read(members, value, reading);
    return found && keys.some((key) => found[key] !== undefined) ? found : undefined;
  };

type Words<Text extends string> = Text extends `${infer First} ${infer Rest}` ? First | Words<Rest> : Text;

/** The same schema for several keys, separated by blanks. */
const each =
  <T>(schema: Read<T>) =>
  <const Keys extends string>(keys: Keys): { readonly [Key in Words<Keys>]: Read<T> } =>
    Object.fromEntries(keys.split(" ").map((key) => [key, schema])) as never;

export const texts = each(text);
export const ids = each(id);
export const numbers = each(number);
