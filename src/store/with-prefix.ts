import { ConfigurationError } from "../errors.ts";
import type { Store } from "./store.ts";

/** wacloud's own keys have up to 64 characters, and stores take 100. */
const longestPrefix = 36;

/**
 * The same store under keys of its own, for apps that share a database. Two apps with one prefix take events from
 * each other.
 *
 * @param prefix 1 to 36 characters, such as `support:`.
 * @throws `ConfigurationError` for a prefix that is empty or too long.
 *
 * @example
 * const store = withPrefix(redisStore(redis), "support:");
 */
export function withPrefix(store: Store, prefix: string): Store {
  if (typeof prefix !== "string" || prefix === "" || prefix.length > longestPrefix) {
    const message = `must have 1 to ${longestPrefix} characters`;
    throw new ConfigurationError(`Invalid options: \`prefix\` ${message}.`, [{ path: "prefix", message }]);
  }
  return {
    get: (key) => store.get(prefix + key),
    set: (key, value, options) => store.set(prefix + key, value, options),
    delete: (key, options) => store.delete(prefix + key, options),
  };
}
