/** An object whose contents have not been checked. */
export type Json = Record<string, unknown>;

/** Whether it is an object, but not an array or `null`. */
export const isObject = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The value, or an empty object if it is not an object. */
export const toObject = (value: unknown): Json => (isObject(value) ? value : {});

/** An id as text, even if it came as a number; `undefined` if it is empty or anything else. */
export function idText(value: unknown): string | undefined {
  if (typeof value === "number") return String(value);
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** Sets a key unless the value is `undefined`, so absent keys stay absent. */
export function setDefined<T, Key extends keyof T>(target: T, key: Key, value: T[Key]): void {
  if (value !== undefined) target[key] = value;
}

/** The value, or an empty list if it is not a list. */
export const toList = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** The objects in a list, without its other elements. */
export const toObjects = (value: unknown): readonly Json[] => toList(value).filter(isObject);

/** The value, or `undefined` if it is not a string. */
export const toText = (value: unknown): string | undefined => (typeof value === "string" ? value : undefined);

/** The parsed value, or `undefined` if the text is not valid JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A copy without the keys whose value is `undefined`. */
export const withoutUndefined = (value: Json): Json =>
  Object.fromEntries(Object.entries(value).filter(([, entry]) => entry !== undefined));

/** Whether lists and objects are nested in more levels than this, or in a circle. */
export const isDeeper = (value: unknown, levels: number): boolean =>
  typeof value === "object" &&
  value !== null &&
  (levels === 0 || Object.values(value).some((held) => isDeeper(held, levels - 1)));
