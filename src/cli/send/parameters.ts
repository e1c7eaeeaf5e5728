import type { TemplateValues } from "../../types/messages/shortcuts.ts";
import { CommandError } from "../failure.ts";

/** Meta's names of parameters, or a position: `1=…` for a value that reads like a named one. */
const pair = /^(?<name>[a-z][a-z0-9_]*|[1-9]\d*)=(?<value>.*)$/s;

/**
 * The values of a template's body: by name if all of them are `name=value`, else in their order.
 *
 * @throws {@link CommandError} if some are named and some are not.
 */
export function readParameters(values: readonly string[]): TemplateValues | undefined {
  if (values.length === 0) return undefined;
  const pairs = values.flatMap((text) => {
    const { name, value } = pair.exec(text)?.groups ?? {};
    return name === undefined || value === undefined ? [] : [[name, value] as const];
  });
  if (pairs.length === 0) return values;
  if (pairs.length < values.length)
    throw new CommandError(
      "Give each --param a name (name=Ana), or none of them. A value with a = in it: 1=a=b.",
    );
  const named = Object.fromEntries(pairs);
  if (Object.keys(named).length < pairs.length) throw new CommandError("Two --param have the same name.");
  return toPositions(named) ?? named;
}

/** The values in their order, if their names are 1, 2, 3 and so on. */
function toPositions(named: Readonly<Record<string, string>>): string[] | undefined {
  const names = Object.keys(named); // numbers come first, in ascending order
  if (names.every((name, index) => Number(name) === index + 1)) return Object.values(named);
  if (names.some((name) => /^\d/.test(name)))
    throw new CommandError("Positions of --param count from 1 without a gap: 1=Ana, 2=777.");
  return undefined;
}
