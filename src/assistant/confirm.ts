import type { Confirmation, GuardRails } from "./options.ts";
import { Refusal } from "./refusal.ts";
import type { ToolCall } from "./tool.ts";

/** Whether a person agrees, where somebody must. */
export async function confirm(
  { id = "confirm", ...confirmation }: Confirmation & { id?: string },
  { confirm: rule }: Pick<GuardRails, "confirm">,
  { ask, isApproved = false }: ToolCall,
): Promise<boolean> {
  if (rule === undefined || rule === false) return true;
  if (typeof rule === "function") return (await rule(confirmation)) === true;
  if (isApproved) return true;
  if (ask !== undefined) return ask(describe(confirmation), id);
  throw new Refusal(
    "cannot_confirm",
    "A person must confirm this, but this program cannot ask anybody. Nothing was done. Tell your user.",
  );
}

/**
 * The question, and exactly what was asked for, all of it: as JSON, so that no text in it passes for a part of the
 * question. What nobody sees, or what changes the order of what is seen, is escaped.
 */
const describe = ({ question, tool, input }: Confirmation): string =>
  `${question}\n${tool} ${JSON.stringify(input).replace(unseen, toEscape)}`;

/** Controls, separators of lines, invisible characters and directions; but what joins emoji. */
const unseen = /(?!\u200d)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

const toEscape = (text: string): string =>
  Array.from({ length: text.length }, (_, index) => text.charCodeAt(index).toString(16).padStart(4, "0"))
    .map((digits) => `\\u${digits}`)
    .join("");
