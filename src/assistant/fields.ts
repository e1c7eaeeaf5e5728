import * as z from "zod/mini";
import { list as listOf, rule, text as textOf, wholeNumber } from "../types/checks.ts";

/** A part of an input: how it is checked, and how a model is told about it. */
export interface Field<Schema extends z.ZodMiniType = z.ZodMiniType> {
  readonly schema: Schema;
  /** The same as JSON Schema. */
  readonly json: Readonly<Record<string, unknown>>;
}

/** Text of `min` to `max` characters. */
export const text = (description: string, max: number, min: 0 | 1 = 1): Field<z.ZodMiniType<string>> => ({
  schema: textOf(max, { min }),
  json: { type: "string", minLength: min, maxLength: max, description },
});

export const flag = (description: string): Field<z.ZodMiniType<boolean>> => ({
  schema: z.boolean(),
  json: { type: "boolean", description },
});

/** A whole number from `minimum` to `maximum`. */
export const whole = (
  description: string,
  minimum: number,
  maximum: number,
): Field<z.ZodMiniType<number>> => ({
  schema: wholeNumber(minimum, maximum),
  json: { type: "integer", minimum, maximum, description },
});

/** One of these words. The cast: zod's type of the output spells each word as a key of an object. */
export const oneOf = <const Word extends string>(
  description: string,
  words: readonly Word[],
): Field<z.ZodMiniType<Word>> => ({
  schema: z.enum(words as [Word, ...Word[]]) as unknown as z.ZodMiniType<Word>,
  json: { type: "string", enum: words, description },
});

/** A public address that WhatsApp fetches. */
export const link = (description: string): Field<z.ZodMiniType<string>> => ({
  schema: textOf(2000).check(rule((value) => /^https:\/\/\S+$/i.test(value), "must be an https URL")),
  json: { type: "string", format: "uri", pattern: "^https://", maxLength: 2000, description },
});

/** A list of `minItems` to `maxItems` elements. */
export const list = <Schema extends z.ZodMiniType>(
  description: string,
  element: Field<Schema>,
  [minItems, maxItems]: [number, number],
) => ({
  schema: listOf(element.schema, minItems, maxItems),
  json: { type: "array", items: element.json, minItems, maxItems, description },
});

/** The values of placeholders: a list for {{1}}, {{2}}, an object for {{name}}. */
export const values = (description: string) => ({
  schema: z.union([z.array(textOf(1024)), z.record(z.string(), textOf(1024))]),
  json: {
    description,
    anyOf: [
      { type: "array", items: value },
      { type: "object", additionalProperties: value },
    ],
  },
});

const value = { type: "string", minLength: 1, maxLength: 1024 };

/** A field that may be left out. */
export const optional = <Schema extends z.ZodMiniType>({ schema, json }: Field<Schema>) => ({
  schema: z.optional(schema),
  json,
});

type Schemas<Members extends Readonly<Record<string, Field>>> = {
  [Name in keyof Members]: Members[Name]["schema"];
};

/** An object of exactly these members. */
export function object<const Members extends Readonly<Record<string, Field>>>(
  members: Members,
  description?: string,
): Field<z.ZodMiniObject<Schemas<Members>, z.core.$strict>> {
  const entries = Object.entries(members);
  const schemas = Object.fromEntries(entries.map(([name, { schema }]) => [name, schema]));
  const required = entries.filter(([, { schema }]) => schema.def.type !== "optional").map(([name]) => name);
  return {
    schema: z.strictObject(schemas as Schemas<Members>),
    json: {
      type: "object",
      properties: Object.fromEntries(entries.map(([name, { json }]) => [name, json])),
      required,
      additionalProperties: false,
      ...(description === undefined ? {} : { description }),
    },
  };
}

export const to = () =>
  text(
    "Who gets it: a phone number with + and country code (+14155552671), or the `from` of a received message.",
    160,
  );

export const replyTo = () => optional(text("Id of a received message to quote (wamid.…).", 256));

export const idempotencyKey = () =>
  optional(
    text(
      "Names this message. Calls with the same key send it once, however often they are made; the others get the first result. Use a key of its own for each message that you mean to send.",
      256,
    ),
  );
