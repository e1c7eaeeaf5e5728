import { ConfigurationError, type ValidationIssue } from "../errors.ts";

/** An error that lists every option that is wrong; each message continues a sentence that begins with the path. */
export function invalidOptions(issues: readonly ValidationIssue[]): ConfigurationError {
  const list = issues.map(({ path, message }) => `${path} ${message}`);
  return new ConfigurationError(`Invalid webhook options: ${list.join("; ")}.`, issues);
}
