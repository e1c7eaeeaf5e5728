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
  return compiled(schema)(value, reading) as Output<S> | undefined;
}

const readers = new WeakMap<Schema, Read<unknown>>();

/** A schema in the form that is quick to read with, made when the first such value arrives. */
function compiled(schema: Schema): Read<unknown> {
  const known = readers.get(schema);
  if (known !== undefined) return known;
  const reader = compile(schema);
  readers.set(schema, reader);
  return reader;
}

function compile(schema: Schema): Read<unknown> {
  if (typeof schema === "function") return schema;
  return isListSchema(schema) ? listReader(compile(schema[0])) : objectReader(schema);
}

const isListSchema = (schema: object): schema is readonly [Schema] => Array.isArray(schema);

const listReader =
  (readElement: Read<unknown>): Read<unknown[]> =>
  (value, reading) => {
    if (!Array.isArray(value)) return undefined;
    const found = value.map((element, index) => {
      reading.trail.push(index);
      const read = readElement(element, reading);
      reading.trail.pop();
      return read;
    });
    return found.includes(undefined) ? undefined : found;
  };

function objectReader(members: Members): Read<Json> {
  const keys = Object.keys(members);
  const required = keys.filter((key) => key.endsWith("!")).map((key) => key.slice(0, -1));
  const readers = new Map(keys.map((key) => [key.replace("!", ""), compile(members[key] as Schema)]));
  return (value, reading) => {
    if (!isObject(value)) return undefined;
    const { trail, omitted } = reading;
    const copy: Json = { ...value };
    for (const key in copy) {
      const reader = readers.get(key);
      if (reader === undefined) continue;
      const member = copy[key];
      const before = omitted.length;
      if (member === undefined) {
        delete copy[key];
        continue;
      }
      const isDeep = typeof member === "object"; // only in objects can keys be left out
      if (isDeep) trail.push(key);
      const found = reader(member, reading);
      if (isDeep) trail.pop();
      if (found === member) continue;
      if (found !== undefined) {
        copy[key] = found;
        continue;
      }
      delete copy[key];
      omitted.length = before;
      omitted.push([...trail, key].join("."));
    }
    for (const key of required) if (copy[key] === undefined) return undefined;
    return copy;
  };
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
