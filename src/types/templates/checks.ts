import * as z from "zod/mini";
import { nonEmptyText } from "../checks.ts";

/** One of Meta's words. Meta accepts either case when templates are created. */
export const word = <Word extends string>(...words: Word[]) =>
  z.custom<Word>((value) => typeof value === "string" && (words as string[]).includes(value.toUpperCase()), {
    error: ({ input }) => `${input === undefined ? "is missing: expected" : "must be"} ${words.join(" or ")}`,
  });

/**
 * Checks each object with the schema of its kind. A kind without one passes: Meta adds kinds, and refuses those that do
 * not exist.
 */
export const choose = <T>(schemaFor: (value: Record<string, unknown>) => z.ZodMiniType | undefined) =>
  z.record(z.string(), z.unknown()).check(delegate(schemaFor)) as unknown as z.ZodMiniType<T>;

/** Text, or what the schema accepts; a union would report less. */
export const textOr = <T>(schema: z.ZodMiniType<T>) =>
  z
    .unknown()
    .check(
      delegate((value) => (typeof value === "string" ? nonEmptyText() : schema)),
    ) as unknown as z.ZodMiniType<string | T>;

const delegate = <T>(schemaFor: (value: T) => z.ZodMiniType | undefined) =>
  z.check<T>((payload) => {
    const schema = schemaFor(payload.value);
    const result = schema?._zod.run({ value: payload.value, issues: [] }, { async: false });
    if (result !== undefined && !(result instanceof Promise)) payload.issues.push(...result.issues);
  });

/** Chooses the schema by a key that names the kind. */
export const byKind = <T>(key: string, schemas: Record<string, z.ZodMiniType>, missing: z.ZodMiniType) =>
  choose<T>((value) => {
    const kind = value[key];
    return typeof kind === "string" ? schemas[kind.toUpperCase()] : missing;
  });
