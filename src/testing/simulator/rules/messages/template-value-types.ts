import { type Json, toText } from "../../../../utils/json.ts";
import { refuse } from "../../errors.ts";
import type { StoredTemplate } from "../../templates/stored-template.ts";

/** What a value of each type of the library looks like; text and addresses look like anything. */
const looks: Readonly<Record<string, RegExp>> = {
  AMOUNT: /^\D{0,8}\d[\d.,\s]*\D{0,8}$/u,
  DATE: /\d/,
  "PHONE NUMBER": /^\+?[\d\s().-]{5,25}$/,
  EMAIL: /^[^@\s]+@[^@\s]+\.[^@\s]+$/,
  NUMBER: /^[\p{L}-]{0,6}[\d.,\s-]*\d[\d.,\s-]*$/u,
};

/** Types of parameters that fit a type of the library without a look at their text. */
const fitting: Readonly<Record<string, string>> = { AMOUNT: "currency", DATE: "date_time" };

/** Holds the values of a template from the library against the types it has for them. */
export function matchValueTypes({ bodyTypes }: StoredTemplate, parameters: readonly Json[]): void {
  parameters.forEach(({ type, text }, index) => {
    const expected = bodyTypes?.[index] ?? "TEXT";
    const isFitting = fitting[expected] === type || looks[expected]?.test(toText(text) ?? "") !== false;
    if (!isFitting) {
      throw refuse(132012, `body: Format mismatch, parameter ${index + 1} is expected to be ${expected}.`);
    }
  });
}
