import * as z from "zod/mini";
import { durationProblem } from "../utils/duration.ts";
import type { Open } from "./common.ts";

/** Counts characters the way people do: an emoji outside the Basic Multilingual Plane is one, not two. */
const characters = (text: string, atMost: number): number =>
  text.length <= atMost ? text.length : [...text].length;

/** Text of 1 to `max` characters (0 to `max` with `min: 0`), as Meta's documentation states limits. */
export const text = (max: number, { min = 1 }: { min?: 0 | 1 } = {}) =>
  z.string().check(
    z.refine((value) => value.length >= min, { error: "must not be empty" }),
    z.refine((value) => characters(value, max) <= max, {
      error: (issue) => `must be at most ${max} characters; it has ${characters(issue.input as string, max)}`,
    }),
  );

/** Text without a documented limit; it must not be empty. */
export const nonEmptyText = () => text(Number.POSITIVE_INFINITY);

/** A whole number from `min` to `max`. */
export const wholeNumber = (min: number, max = Number.MAX_SAFE_INTEGER) => {
  const range = max === Number.MAX_SAFE_INTEGER ? `of ${min} or more` : `from ${min} to ${max}`;
  const fits = (value: number) => Number.isInteger(value) && value >= min && value <= max;
  return z.number().check(z.refine(fits, { error: `must be a whole number ${range}` }));
};

/** A time in milliseconds, of at least `min`. */
export const duration = (min: number) =>
  z.custom<number>((value) => durationProblem(value, { min }) === undefined, {
    error: ({ input }) => durationProblem(input, { min }),
  });

/** One of Meta's values, to which it may add others at any time. */
export const openWord = <Known extends string | undefined>() =>
  z.string() as unknown as z.ZodMiniType<Open<Exclude<Known, undefined>>>;

/** A list of `min` to `max` elements. */
export const list = <T extends z.ZodMiniType>(element: T, min: number, max: number) =>
  z.array(element).check(
    z.refine((values) => values.length >= min && values.length <= max, {
      error: (issue) =>
        `must have ${min === max ? min : `${min} to ${max}`} elements; it has ${(issue.input as unknown[]).length}`,
    }),
  );

/** A list of any length but 0. */
export const nonEmptyList = <T extends z.ZodMiniType>(element: T) =>
  z.array(element).check(z.refine((values) => values.length > 0, { error: "must not be empty" }));

/** A rule about a whole object, reported at `path` inside it. */
export const rule = <T>(holds: (value: T) => boolean, message: string, path: (string | number)[] = []) =>
  z.refine<T>(holds, { error: message, path });

/** Rules over an object that says one thing in one of two ways. */
export const exactlyOne = <T extends object>(one: keyof T & string, other: keyof T & string) =>
  [
    rule<T>(
      (value) => !has(value, one) || !has(value, other),
      `conflicts with \`${one}\`: pass one of them`,
      [other],
    ),
    rule<T>((value) => has(value, one) || has(value, other), `is missing: pass \`${one}\` or \`${other}\``, [
      one,
    ]),
  ] as const;

const has = <T extends object>(value: T, key: keyof T): boolean => value[key] !== undefined;

/** Whether no two elements share what `key` reads. */
export const unique = <T>(values: readonly T[], key: (value: T) => unknown): boolean =>
  new Set(values.map(key)).size === values.length;

/** An http or https URL. */
export const httpUrl = (max = 2000) =>
  text(max).check(
    z.refine((value) => /^https?:\/\/\S+$/i.test(value), { error: "must be an http or https URL" }),
  );

/** Text in which Meta takes no emoji. */
export const withoutEmoji = () =>
  z.refine<string>((value) => !/\p{Emoji_Presentation}|\p{Emoji}\uFE0F|\u20E3/u.test(value), {
    error: "must not contain emoji",
  });
