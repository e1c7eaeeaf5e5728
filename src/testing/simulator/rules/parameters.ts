import { isObject, type Json } from "../../../utils/json.ts";
import { refuse } from "../errors.ts";
import { readList } from "../http/router.ts";

/** A text, or an id, which may also be a number. */
export function readText(parameters: Json, name: string): string {
  const value = parameters[name];
  if (value === undefined || value === null || value === "")
    throw refuse(100, `The parameter ${name} is required.`);
  if (typeof value === "object") throw refuse(100, `Param ${name} must be of type string.`);
  return String(value);
}

/** The same of one that can be left out. */
export const findText = (parameters: Json, name: string): string | undefined =>
  parameters[name] === undefined ? undefined : readText(parameters, name);

/** The digits of a number, which people may write with spaces, dashes and brackets. */
export function readDigits(parameters: Json, name: string): string {
  const digits = readText(parameters, name).replace(/[\s().-]/g, "");
  if (/^\d+$/.test(digits)) return digits;
  throw refuse(100, `Param ${name} must be a number.`);
}

/** Yes or no, which forms and queries write as text. */
export function readFlag(parameters: Json, name: string): boolean {
  const value = parameters[name];
  if (typeof value !== "object" && /^(true|false)$/.test(String(value))) return String(value) === "true";
  throw refuse(100, `Param ${name} must be a boolean.`);
}

/** The same of one that can be left out. */
export const findFlag = (parameters: Json, name: string): boolean | undefined =>
  parameters[name] === undefined ? undefined : readFlag(parameters, name);

/** One or more texts: a list, or the text of one. */
export function readTexts(parameters: Json, name: string): string[] {
  const value = parameters[name];
  const texts: unknown[] = Array.isArray(value) ? value : readList(readText(parameters, name));
  if (texts.length > 0 && texts.every((text) => typeof text === "string" && text !== ""))
    return texts.map(String);
  throw refuse(100, `Param ${name} must be a list of one or more texts.`);
}

/** The conditions that the elements of a list have to meet. */
export function readConditions({ filtering = [] }: Json): Json[] {
  const isCondition = (one: unknown): one is Json =>
    isObject(one) && ["field", "operator", "value"].every((key) => typeof one[key] === "string");
  if (Array.isArray(filtering) && filtering.every(isCondition)) return filtering;
  throw refuse(100, "Param filtering must be a list of conditions with field, operator and value.");
}
