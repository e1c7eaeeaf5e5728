import { ConfigurationError } from "../errors.ts";

/**
 * Checks an id that only some calls need, when one of them is made.
 *
 * @throws {@link ConfigurationError} naming the option and the environment variable that set it.
 */
export function required(value: string | undefined, option: string, variable: string): string {
  if (value !== undefined) return value;
  const message = `Missing ${option}: pass \`${option}\` or set ${variable}.`;
  throw new ConfigurationError(message, [{ path: option, message }]);
}
