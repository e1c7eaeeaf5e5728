import { isObject, type Json, toList } from "../utils/json.ts";
import type { Guard } from "./endpoint.ts";
import type { FindItems } from "./paging.ts";

/** The value has an object under the key. */
export const hasObject =
  <T>(key: keyof T & string): Guard<T> =>
  (value): value is T =>
    isObject(value) && isObject(value[key]);

/** The value has lists under the keys; Meta leaves out empty ones. */
export const hasLists =
  <T>(...keys: readonly (keyof T & string)[]): Guard<T> =>
  (value): value is T =>
    isObject(value) && keys.every((key) => value[key] == null || Array.isArray(value[key]));

/** The same value, with `[]` for each list that Meta left out. */
export const withLists = <T extends object>(value: T, ...keys: readonly (keyof T & string)[]): T => ({
  ...value,
  ...Object.fromEntries(keys.map((key) => [key, toList(value[key])])),
});

/** For a list whose `data` is an object that holds it: `{ data: { groups: [] } }`. A plain list is fine too. */
export const under =
  (key: string): FindItems =>
  (data) =>
    isObject(data) ? toList(data[key]) : data;

/** For a list whose elements are wrapped: `{ data: [{ block_users: [{}] }] }` or `{ data: [{ whatsapp_business_api_data: {} }] }`. */
export const unwrapped =
  (key: string): FindItems =>
  (data) =>
    Array.isArray(data) ? data.flatMap((item) => unwrap(item, key)) : data;

function unwrap(item: unknown, key: string): unknown {
  if (!isObject(item) || item[key] === undefined) return item;
  const { [key]: inner, ...rest } = item;
  return Array.isArray(inner) ? inner : { ...rest, ...(inner as Json) };
}
