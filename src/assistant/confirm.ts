import type { Confirmation, GuardRails } from "./options.ts";
import { Refusal } from "./refusal.ts";
import type { ToolCall } from "./tool.ts";

/** The most of an input that is shown in a question. */
const shownCharacters = 600;

/** Whether a person agrees, where somebody must. */
export async function confirm(
  confirmation: Confirmation,
  { confirm: rule }: Pick<GuardRails, "confirm">,
  { ask, isApproved = false }: ToolCall,
): Promise<boolean> {
  if (rule === undefined || rule === false) return true;
  if (typeof rule === "function") return (await rule(confirmation)) === true;
  if (isApproved) return true;
  if (ask !== undefined) return ask(describe(confirmation));
  throw new Refusal(
    "cannot_confirm",
    "A person must confirm this, but this program cannot ask anybody. Nothing was done. Tell your user.",
  );
}

/** The question, and exactly what was asked for: as JSON, so that no text in it passes for a part of the question. */
function describe({ question, tool, input }: Confirmation): string {
  const shown = JSON.stringify(input);
  const rest = shown.length > shownCharacters ? `… (${shown.length - shownCharacters} characters more)` : "";
  return `${question}\n${tool} ${shown.slice(0, shownCharacters)}${rest}`;
}
