import { ConfigurationError, type ValidationIssue } from "../errors.ts";
import { nearest } from "../utils/edit-distance.ts";

/** An error that lists every invalid option; each message continues a sentence that begins with the path. */
export function invalidOptions(issues: readonly ValidationIssue[]): ConfigurationError {
  const list = issues.map(({ path, message }) => `\`${path}\` ${message}`);
  return new ConfigurationError(`Invalid webhook options: ${list.join("; ")}.`, issues);
}

/**
 * The problem with a name that must be one of several; `undefined` if it is.
 *
 * @param meant what the name probably stands for. Default: the name that is spelled most alike.
 */
export function nameProblem(
  name: string,
  noun: string,
  names: readonly string[],
  meant: string | undefined = nearest(name, names, 1)[0],
): string | undefined {
  if (names.includes(name)) return undefined;
  const suggestion = meant === undefined ? "" : ` Did you mean \`${meant}\`?`;
  return `is not ${noun}.${suggestion} Use one of: ${names.join(", ")}`;
}
