import type { SuccessAnswer } from "../types/common.ts";
import { isObject } from "../utils/json.ts";

/** Whether an answer of Meta's, or a piece of one, has a text under each of the keys. */
export const hasTexts = (value: unknown, ...keys: readonly string[]): boolean =>
  isObject(value) && keys.every((key) => typeof value[key] === "string");

export const isSuccess = (value: unknown): value is SuccessAnswer =>
  isObject(value) && value.success === true;
