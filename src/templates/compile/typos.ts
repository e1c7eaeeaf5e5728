import { capitals } from "../../types/templates/capitals.ts";
import { lettersApart } from "../../utils/edit-distance.ts";
import { isObject } from "../../utils/json.ts";
import { findButtonKind } from "../button-kinds.ts";
import type { Refuse } from "../locate.ts";

/**
 * Refuses keys that look like a misspelled one: `exmaple`. Meta adds keys, so a key that resembles none passes, and so
 * does one beside the key that it resembles.
 */
export function findTypos(
  part: Readonly<Record<string, unknown>>,
  keys: readonly string[],
  path: string,
  refuse: Refuse,
): void {
  const absent = keys.filter((key) => part[key] === undefined);
  for (const key of Object.keys(part)) {
    if (keys.includes(key) || key === "type" || key === "format" || part[key] === undefined) continue;
    const meant = absent.find((candidate) => lettersApart(key, candidate) <= mostApart);
    if (meant !== undefined) refuse(`${path}.${key}`, `is not a key here. Did you mean \`${meant}\`?`);
  }
}

/** Letters; a transposition counts two. */
const mostApart = 2;

export function findButtonTypos(buttons: readonly unknown[], path: string, refuse: Refuse): void {
  for (const [index, button] of buttons.entries()) {
    const kind = isObject(button) ? findButtonKind(capitals(button.type)) : undefined;
    if (kind === undefined) continue;
    findTypos(
      button as object as Record<string, unknown>,
      Object.keys(kind.fields),
      `${path}.${index}`,
      refuse,
    );
  }
}
