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

/** Finds the problem with a value, as a continuation of its name; `undefined` if there is none. */
export type Check = (value: unknown) => string | undefined;

/** The problems of an object's members, by their paths. */
export function collectIssues<Value>(
  members: Readonly<Record<string, Value>>,
  findProblem: (key: string, value: Value) => string | undefined,
  prefix = "",
): ValidationIssue[] {
  return Object.entries(members).flatMap(([key, value]) => {
    const message = findProblem(key, value);
    return message === undefined ? [] : [{ path: prefix + key, message }];
  });
}

/** A check of an option that may be left out. */
export function whenGiven(holds: (value: unknown) => boolean, problem: string): Check {
  return (value) => (value === undefined || holds(value) ? undefined : problem);
}

/** Whether a value has all of these methods. */
export function hasMethods(value: unknown, ...names: string[]): boolean {
  const methods = (value ?? {}) as Readonly<Record<string, unknown>>;
  return names.every((name) => typeof methods[name] === "function");
}
