import * as z from "zod/mini";
import type { Open } from "../common.ts";

/** A string of which Meta names some values and may add more. */
export const open = <Known extends string = string>() => z.string() as unknown as z.ZodMiniType<Open<Known>>;

/** Unix seconds, documented as a string; a number is handed out as a string too. */
export const timestamp = z.union([z.string(), z.pipe(z.number(), z.transform(String))]);

/** An id: always handed out as a string, also where Meta sends a JSON number. */
export const id = timestamp;

/** A number that may also arrive written as a string. */
export const numeric = z.union([
  z.number(),
  z.pipe(z.string().check(z.regex(/^-?\d+(\.\d+)?$/)), z.transform(Number)),
]);

export const text = z.optional(z.string());
export const optionalId = z.optional(id);
export const optionalNumber = z.optional(numeric);
export const flag = z.optional(z.boolean());

/** An object whose further keys pass untouched. */
export const object = z.looseObject;

/** An object of optional texts. */
export const words = <Keys extends string>(...keys: Keys[]) =>
  object(Object.fromEntries(keys.map((key) => [key, text])) as Record<Keys, typeof text>);
