/**
 * The names of a text's placeholders, each once, in order: `"Hi {{1}}, {{2}}."` gives `["1", "2"]`. This is for the
 * compiler; `placeholdersIn` does the same at run time.
 */
export type PlaceholdersOf<
  Text extends string,
  Found extends readonly string[] = [],
> = Text extends `${string}{{${infer Name}}}${infer Rest}`
  ? PlaceholdersOf<Rest, Name extends Found[number] ? Found : [...Found, Name]>
  : Found;

/** `Dynamic` for a text of type `string`, which is only known at run time; otherwise `Known`. */
export type IfDynamic<Text extends string, Dynamic, Known> = string extends Text ? Dynamic : Known;

/** What fills placeholders: a list for `{{1}}`, an object for `{{first_name}}`. */
export type Filling<Names extends readonly string[], Value> = Names[number] extends `${number}`
  ? Positional<Value, Names["length"]>
  : { readonly [Name in Names[number]]: Value };

type Positional<Value, Count extends number> = Count extends keyof Lists<Value>
  ? Lists<Value>[Count]
  : readonly Value[];

/** Lists with one value per placeholder. Compiler messages show their labels. */
interface Lists<Value> {
  1: readonly [value1: Value];
  2: readonly [value1: Value, value2: Value];
  3: readonly [value1: Value, value2: Value, value3: Value];
  4: readonly [value1: Value, value2: Value, value3: Value, value4: Value];
  5: readonly [...Lists<Value>[4], value5: Value];
  6: readonly [...Lists<Value>[5], value6: Value];
  7: readonly [...Lists<Value>[6], value7: Value];
  8: readonly [...Lists<Value>[7], value8: Value];
  9: readonly [...Lists<Value>[8], value9: Value];
  10: readonly [...Lists<Value>[9], value10: Value];
  11: readonly [...Lists<Value>[10], value11: Value];
  12: readonly [...Lists<Value>[11], value12: Value];
  13: readonly [...Lists<Value>[12], value13: Value];
  14: readonly [...Lists<Value>[13], value14: Value];
  15: readonly [...Lists<Value>[14], value15: Value];
  16: readonly [...Lists<Value>[15], value16: Value];
  17: readonly [...Lists<Value>[16], value17: Value];
  18: readonly [...Lists<Value>[17], value18: Value];
  19: readonly [...Lists<Value>[18], value19: Value];
  20: readonly [...Lists<Value>[19], value20: Value];
}

const pattern = /\{\{([^{}]*)\}\}/g;

/** The names of a text's placeholders, each once, in order. */
export const placeholdersIn = (text: string): string[] => [
  ...new Set([...text.matchAll(pattern)].map(([, name = ""]) => name)),
];

/** Placeholders as they are written in a text, for messages: `{{1}}, {{2}}`. */
export const showPlaceholders = (names: readonly string[]): string =>
  names.map((name) => `{{${name}}}`).join(", ");

/** Whether a placeholder is a number, not a name. */
export const isNumber = (name: string): boolean => /^\d+$/.test(name);

/** The text without its placeholders. */
export const withoutPlaceholders = (text: string, instead = ""): string =>
  text.replace(pattern, () => instead);
