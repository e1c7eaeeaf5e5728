import { isObject, type Json } from "../../utils/json.ts";

/** What a schema answers about a value that is not as its type says. */
export const misfit = Symbol("misfit");

/**
 * Hands a value out as its type says, or {@link misfit}. Webhooks are read by plain functions: unlike a message that
 * is checked before it is sent, nobody is told which rule was broken, and so little costs a receiver 4 KB less.
 */
export type Schema<T> = (value: unknown) => T | typeof misfit;

/** Deeper than Meta's payloads go. */
const maximumDepth = 50;

/**
 * The value as its type says, or `undefined`. Where `null` stands for something absent it is read as absent; that
 * second try costs only the payloads that need it.
 */
export function typed<T>(schema: Schema<T>, value: unknown): T | undefined {
  const first = schema(value);
  if (first !== misfit) return first;
  const second = schema(withoutNulls(value, 0));
  return second === misfit ? undefined : second;
}

function withoutNulls(value: unknown, depth: number): unknown {
  if (depth > maximumDepth) return value;
  if (Array.isArray(value)) return value.map((element) => withoutNulls(element, depth + 1));
  if (!isObject(value)) return value;
  const members = Object.entries(value).filter(([, member]) => member !== null);
  return Object.fromEntries(members.map(([key, member]) => [key, withoutNulls(member, depth + 1)]));
}

/** What a schema hands out. */
export type Output<Read> = Read extends Schema<infer T> ? T : never;

/** The schemas of an object's known keys. */
export type Shape = Readonly<Record<string, Schema<unknown>>>;

type OptionalKeys<Members> = {
  [Key in keyof Members]: undefined extends Output<Members[Key]> ? Key : never;
}[keyof Members];

/** What an object of this shape hands out: a key whose schema takes `undefined` may be absent. */
export type ObjectOutput<Members> = {
  [Key in Exclude<keyof Members, OptionalKeys<Members>>]: Output<Members[Key]>;
} & { [Key in OptionalKeys<Members>]?: Output<Members[Key]> };

/** A value as a function reads it; `undefined` says that it does not fit. */
export const reads =
  <T>(read: (value: unknown) => T | undefined): Schema<T> =>
  (value) => {
    const found = read(value);
    return found === undefined ? misfit : found;
  };

/** Absent, or as the schema says. */
export const optional =
  <T>(schema: Schema<T>): Schema<T | undefined> =>
  (value) =>
    value === undefined ? undefined : schema(value);

/** Any text. Also where Meta lists the values: the list is open, and the interface names what is known of it. */
export const string: Schema<string> = (value) => (typeof value === "string" ? value : misfit);
export const text = optional(string);
export const flag = optional<boolean>((value) => (typeof value === "boolean" ? value : misfit));
export const anything: Schema<unknown> = (value) => value;

/** Exactly this text. */
export const exactly =
  <Text extends string>(text: Text): Schema<Text> =>
  (value) =>
    value === text ? text : misfit;

/** Unix seconds, documented as a string; a number is handed out as a string too. */
export const timestamp = reads(asText);

/** An id: always handed out as a string, also where Meta sends a JSON number. */
export const id = reads(asText);

function asText(value: unknown): string | undefined {
  return typeof value === "string" ? value : typeof value === "number" ? String(value) : undefined;
}
export const optionalId = optional(id);

/** The number that a text says, or else the text. */
const fromText = (text: string): number | string => (/^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text);

/** A number where the text is one, else the text. */
export const code = reads((value) =>
  typeof value === "number" ? value : typeof value === "string" ? fromText(value) : undefined,
);

/** A number that may also arrive written as a string. */
export const number = reads((value) => {
  const read = typeof value === "string" ? fromText(value) : value;
  return typeof read === "number" && Number.isFinite(read) ? read : undefined;
});
export const optionalNumber = optional(number);

export const numberOrText = optional(
  reads((value) => (typeof value === "number" || typeof value === "string" ? value : undefined)),
);

/** Absent, or `null` where Meta documents that. */
export const nullable = <T>(schema: Schema<T>) =>
  optional<T | null>((value) => (value === null ? null : schema(value)));

/** A list of which every element fits. */
export const array =
  <T>(element: Schema<T>): Schema<T[]> =>
  (value) => {
    if (!Array.isArray(value)) return misfit;
    const found = value.map(element);
    return found.includes(misfit) ? misfit : (found as T[]);
  };

export const list = <T>(element: Schema<T>) => optional(array(element));

/**
 * An object whose further keys pass untouched. It is handed out as a copy, and only the keys it has are looked at:
 * Meta documents many that are seldom there.
 */
export function object<const Members extends Shape>(members: Members): Schema<ObjectOutput<Members>> {
  const schemas = new Map(Object.entries(members));
  const required = Object.keys(members).filter((key) => members[key]?.(undefined) === misfit);
  return (value) => {
    if (!isObject(value)) return misfit;
    for (const key of required) if (value[key] === undefined) return misfit;
    const copy: Json = { ...value };
    for (const key in copy) {
      const member = copy[key];
      const found = schemas.get(key)?.(member);
      if (found === misfit) return misfit;
      if (found !== member && found !== undefined) copy[key] = found;
    }
    return copy as ObjectOutput<Members>;
  };
}
