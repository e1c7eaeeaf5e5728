import type * as z from "zod/mini";
import { isObject } from "../utils/json.ts";
import { findIssues, invalid } from "./validate.ts";

/**
 * Checks what travels and adds `messaging_product`, which is never the caller's to give.
 *
 * @throws `ValidationError` naming every broken rule. Nothing was sent.
 */
export function whatsappBody<Input extends object>(schema: z.ZodMiniType, input: Input, what: string) {
  const issues = findIssues(schema, input);
  if (isObject(input) && input.messaging_product !== undefined) issues.push(notYours);
  if (issues.length > 0) throw invalid(what, issues);
  return { ...input, messaging_product: "whatsapp" as const };
}

const notYours = { path: "messaging_product", message: "is added by wacloud: leave it out" };
