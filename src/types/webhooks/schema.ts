import { isObject, type Json } from "../../utils/json.ts";

/** The result of a schema for a value that does not match its type. */
export const mismatch = Symbol("mismatch");

/**
 * Returns a value as its type says, or {@link mismatch}. Webhooks are read by plain functions instead of zod: nobody needs
 * to know which rule an incoming value breaks, and a receiver is 4 KB smaller.
 */
export type Schema<T> = (value: unknown) => T | typeof mismatch;

/** Deeper than Meta's payloads go. */
const maximumDepth = 50;

/**
 * The value as its type says, or `undefined`. If it does not match, keys that are `null` count as absent; only payloads
 * that need this second try pay for it.
 */
export function typed<T>(schema: Schema<T>, value: unknown): T | undefined {
  const first = schema(value);
  if (first !== mismatch) return first;
  const second = schema(withoutNulls(value, 0));
  return second === mismatch ? undefined : second;
}

function withoutNulls(value: unknown, depth: number): unknown {
  if (depth > maximumDepth) return value;
  if (Array.isArray(value)) return value.map((element) => withoutNulls(element, depth + 1));
  if (!isObject(value)) return value;
  const members = Object.entries(value).filter(([, member]) => member !== null);
  return Object.fromEntries(members.map(([key, member]) => [key, withoutNulls(member, depth + 1)]));
}

/** The type that a schema returns. */
export type Output<Read> = Read extends Schema<infer T> ? T : never;

/** The schemas of an object's known keys. */
export type Shape = Readonly<Record<string, Schema<unknown>>>;

type OptionalKeys<Members> = {
  [Key in keyof Members]: undefined extends Output<Members[Key]> ? Key : never;
}[keyof Members];

/** The type of an object with these members: a key whose schema accepts `undefined` may be absent. */
export type ObjectOutput<Members> = {
  [Key in Exclude<keyof Members, OptionalKeys<Members>>]: Output<Members[Key]>;
} & { [Key in OptionalKeys<Members>]?: Output<Members[Key]> };

/** A schema from a function that returns `undefined` for values that do not match. */
export const reads =
  <T>(read: (value: unknown) => T | undefined): Schema<T> =>
  (value) => {
    const found = read(value);
    return found === undefined ? mismatch : found;
  };

/** Absent, or as the schema says. */
export const optional =
  <T>(schema: Schema<T>): Schema<T | undefined> =>
  (value) =>
    value === undefined ? undefined : schema(value);

/** Any text. Lists of values are plain text too, because they may grow; the interfaces name the known values. */
export const string: Schema<string> = (value) => (typeof value === "string" ? value : mismatch);
export const text = optional(string);
export const flag = optional<boolean>((value) => (typeof value === "boolean" ? value : mismatch));
export const anything: Schema<unknown> = (value) => value;

/** Exactly this text. */
export const exactly =
  <Text extends string>(text: Text): Schema<Text> =>
  (value) =>
    value === text ? text : mismatch;

/** Unix seconds, documented as a string; a number becomes a string. */
export const timestamp = reads(asText);

/** An id, always a string, even if Meta sends a JSON number. */
export const id = reads(asText);

function asText(value: unknown): string | undefined {
  return typeof value === "string" ? value : typeof value === "number" ? String(value) : undefined;
}
export const optionalId = optional(id);

/** The text as a number if it is one, else the text. */
const fromText = (text: string): number | string => (/^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text);

/** A number, or text that is not a number. */
export const code = reads((value) =>
  typeof value === "number" ? value : typeof value === "string" ? fromText(value) : undefined,
);

/** A number, which may arrive as a string. */
export const number = reads((value) => {
  const read = typeof value === "string" ? fromText(value) : value;
  return typeof read === "number" && Number.isFinite(read) ? read : undefined;
});
export const optionalNumber = optional(number);

export const numberOrText = optional(
  reads((value) => (typeof value === "number" || typeof value === "string" ? value : undefined)),
);

/** Absent, matching, or `null` (for keys that Meta documents so). */
export const nullable = <T>(schema: Schema<T>) =>
  optional<T | null>((value) => (value === null ? null : schema(value)));

/** A list whose elements all match. */
export const array =
  <T>(element: Schema<T>): Schema<T[]> =>
  (value) => {
    if (!Array.isArray(value)) return mismatch;
    const found = value.map(element);
    return found.includes(mismatch) ? mismatch : (found as T[]);
  };

export const list = <T>(element: Schema<T>) => optional(array(element));

/**
 * An object. Keys without a schema pass through. The result is a copy, and only keys that are present are checked:
 * Meta documents many that are rarely sent.
 */
export function object<const Members extends Shape>(members: Members): Schema<ObjectOutput<Members>> {
  const schemas = new Map(Object.entries(members));
  const required = Object.keys(members).filter((key) => members[key]?.(undefined) === mismatch);
  return (value) => {
    if (!isObject(value)) return mismatch;
    for (const key of required) if (value[key] === undefined) return mismatch;
    const copy: Json = { ...value };
    for (const key in copy) {
      const member = copy[key];
      const found = schemas.get(key)?.(member);
      if (found === mismatch) return mismatch;
      if (found !== member && found !== undefined) copy[key] = found;
    }
    return copy as ObjectOutput<Members>;
  };
}
