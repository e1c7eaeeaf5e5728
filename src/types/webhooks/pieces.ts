import * as z from "zod/mini";
import type { Open } from "../common.ts";

/** A value as a function reads it; `undefined` says that it does not fit. */
export const reads = <T>(read: (value: unknown) => T | undefined): z.ZodMiniType<T> =>
  z.transform((value: unknown, { issues }) => {
    const found = read(value);
    if (found === undefined) issues.push({ code: "custom", input: value });
    return found as T;
  });

export const string = z.string();
export const text = z.optional(string);
export const flag = z.optional(z.boolean());
export const anything = z.optional(z.unknown());

/** A string of which Meta names some values and may add more. */
export const open = <Known extends string>() => string as unknown as z.ZodMiniType<Open<Known>>;

/** Exactly this text. */
export const exactly = <Text extends string>(text: Text) =>
  reads((value) => (value === text ? text : undefined));

/** Unix seconds, documented as a string; a number is handed out as a string too. */
export const timestamp = reads(asText);

/** An id: always handed out as a string, also where Meta sends a JSON number. */
export const id = reads(asText);

function asText(value: unknown): string | undefined {
  return typeof value === "string" ? value : typeof value === "number" ? String(value) : undefined;
}
export const optionalId = z.optional(id);

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
export const optionalNumber = z.optional(number);

export const numberOrText = z.optional(
  reads((value) => (typeof value === "number" || typeof value === "string" ? value : undefined)),
);

/** Absent, or `null` where Meta documents that. */
export const nullable = <T>(schema: z.ZodMiniType<T>) =>
  z.optional(
    reads<T | null>((value) => {
      if (value === null) return null;
      const result = schema.safeParse(value);
      return result.success ? result.data : undefined;
    }),
  );

export const list = <T extends z.ZodMiniType>(element: T) => z.optional(z.array(element));

/** An object whose further keys pass untouched. */
export const object = z.looseObject;
