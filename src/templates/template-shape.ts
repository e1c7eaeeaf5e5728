import type { ValidationIssue } from "../errors.ts";
import { isObject, type Json } from "../utils/json.ts";

type Find = (value: unknown, path: string) => ValidationIssue[];

const malformed = (path: string, wanted: string): ValidationIssue[] => [
  { path, message: `is malformed in the account's answer: expected ${wanted}` },
];

/** Meta writes `null`, or nothing at all, for what is not set. */
const isUnset = (value: unknown): value is null | undefined => value === null || value === undefined;

const text: Find = (value, path) =>
  isUnset(value) || typeof value === "string" ? [] : malformed(path, "a text");

const listOf =
  (find: Find): Find =>
  (value, path) => {
    if (isUnset(value)) return [];
    if (!Array.isArray(value)) return malformed(path, "a list");
    return value.flatMap((element, index) => find(element, `${path}.${index}`));
  };

/** An object whose members have these forms. */
const objectOf =
  (members: Readonly<Record<string, Find>>): Find =>
  (value, path) =>
    isObject(value)
      ? Object.entries(members).flatMap(([key, find]) => find(value[key], `${path}.${key}`))
      : malformed(path, "an object");

const optional =
  (find: Find): Find =>
  (value, path) =>
    isUnset(value) ? [] : find(value, path);

const namedSamples = listOf(objectOf({ param_name: text, example: text }));

const parts: Readonly<Record<string, Find>> = {
  type: text,
  format: text,
  text,
  example: optional(
    objectOf({ header_text_named_params: namedSamples, body_text_named_params: namedSamples }),
  ),
  buttons: listOf(objectOf({ type: text, text, url: text })),
  limited_time_offer: optional(objectOf({ text })),
};

const components = listOf(
  objectOf({ ...parts, cards: listOf(objectOf({ components: listOf(objectOf(parts)) })) }),
);

/** Finds what of an account's template has another form than Meta documents. What is not set is not a mistake. */
export function findMalformed(template: unknown): ValidationIssue[] {
  if (!isObject(template)) return malformed("", "a template");
  return [
    ...findMissingTexts(template, ["name", "language", "category"]),
    ...components(template.components, "components"),
  ];
}

/** Finds which of these keys have no text. */
export const findMissingTexts = (template: object, keys: readonly string[]): ValidationIssue[] =>
  keys.flatMap((key) => (typeof (template as Json)[key] === "string" ? [] : malformed(key, "a text")));

/** A copy without what is `null`, so that it is absent. */
export function withoutNull<T>(value: T): T {
  if (Array.isArray(value)) return value.filter((member) => member !== null).map(withoutNull) as T;
  if (!isObject(value)) return value;
  const entries = Object.entries(value as Json).filter(([, member]) => member !== null);
  return Object.fromEntries(entries.map(([key, member]) => [key, withoutNull(member)])) as T;
}
