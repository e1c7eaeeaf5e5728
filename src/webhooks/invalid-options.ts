import { ConfigurationError, type ValidationIssue } from "../errors.ts";
import { nearest } from "../utils/edit-distance.ts";

/** An error that lists every invalid option; each message continues a sentence that begins with the path. */
export function invalidOptions(issues: readonly ValidationIssue[]): ConfigurationError {
  const list = issues.map(({ path, message }) => `\`${path}\` ${message}`);
  return new ConfigurationError(`Invalid webhook options: ${list.join("; ")}.`, issues);
}

/** The problem with a name that must be one of several; `undefined` if it is. */
export function nameProblem(name: string, noun: string, names: readonly string[]): string | undefined {
  if (names.includes(name)) return undefined;
  const [near] = nearest(name, names, 1);
  const suggestion = near === undefined ? "" : ` Did you mean \`${near}\`?`;
  return `is not ${noun}.${suggestion} Use one of: ${names.join(", ")}`;
}
