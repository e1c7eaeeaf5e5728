import * as z from "zod/mini";
import { text } from "./checks.ts";

// Apart from `checks.ts`, which every bot loads: these are for what is set up, not for messages.

/** An https URL; with `min: 0`, also an empty text. */
export const httpsUrl = (max = 2000, size?: { min: 0 }) =>
  text(max, size).check(
    z.refine((value) => /^(https:\/\/\S+)?$/i.test(value), { error: "must be an https URL" }),
  );

/** An e-mail address; with `min: 0`, also an empty text. */
export const emailAddress = (max: number, size?: { min: 0 }) =>
  text(max, size).check(
    z.refine((value) => /^([^\s@]+@[^\s@]+\.[^\s@]+)?$/.test(value), { error: "must be an e-mail address" }),
  );

/** Text that fits a pattern; the error says in words what it must be. */
export const matching = (pattern: RegExp, error: string) => z.string().check(z.regex(pattern, { error }));

/** A PIN or a code of 6 digits. */
export const sixDigits = () => matching(/^\d{6}$/, "must be 6 digits");

/** `ENABLED` or `DISABLED`, in any case. */
export const onOff = () => matching(/^(enabled|disabled)$/i, 'must be "ENABLED" or "DISABLED"');

/** The changes of an update: all optional, but one must be given. Keys that nobody knows yet count too. */
export const changes = <Shape extends z.core.$ZodShape>(shape: Shape) =>
  z.partial(z.looseObject(shape)).check(
    z.refine((value) => Object.values(value).some((entry) => entry !== undefined), {
      error: `has no change: pass one or more of ${Object.keys(shape).join(", ")}`,
    }),
  );
