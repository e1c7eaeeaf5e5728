import { ConfigurationError, StoreError } from "../errors.ts";
import { isThenable, within } from "../utils/within.ts";
import type { Store, StoreDeleteOptions, StoreSetOptions } from "./store.ts";

/** How long a store may take to answer. */
const timeoutMs = 5000;

/**
 * The user's store, with its failures recognizable as such. An operation that takes longer than five seconds has failed,
 * and so has one that resolves with a value of the wrong type, which could be taken for a yes or a no. A store that
 * answers synchronously stays synchronous.
 *
 * @throws `StoreError` when the store fails or does not answer; `ConfigurationError` when it breaks its interface.
 */
export class GuardedStore {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  get(key: string): string | undefined | Promise<string | undefined> {
    return guard("get", isTextOrUndefined, () => this.#store.get(key));
  }

  set(key: string, value: string, options: StoreSetOptions): boolean | Promise<boolean> {
    return guard("set", isBoolean, () => this.#store.set(key, value, options));
  }

  delete(key: string, options?: StoreDeleteOptions): boolean | Promise<boolean> {
    return guard("delete", isBoolean, () => this.#store.delete(key, options));
  }
}

type Check<T> = (value: unknown) => value is T;

const isBoolean: Check<boolean> = (value) => typeof value === "boolean";
const isTextOrUndefined: Check<string | undefined> = (value): value is string | undefined =>
  value === undefined || typeof value === "string";

function guard<T>(operation: string, isValid: Check<T>, call: () => unknown): T | Promise<T> {
  let result: unknown;
  try {
    result = call();
  } catch (cause) {
    throw failure(operation, cause);
  }
  return isThenable(result)
    ? settle(operation, result).then((value) => requireType(operation, isValid, value))
    : requireType(operation, isValid, result);
}

async function settle(operation: string, result: PromiseLike<unknown>): Promise<unknown> {
  try {
    return await within(timeoutMs, result, () => new Error(`No answer within ${timeoutMs} ms.`));
  } catch (cause) {
    throw failure(operation, cause);
  }
}

const failure = (operation: string, cause: unknown) =>
  new StoreError(`The store failed: \`${operation}\` rejected or did not answer.`, { cause });

function requireType<T>(operation: string, isValid: Check<T>, value: unknown): T {
  if (isValid(value)) return value;
  const expected = isValid === isBoolean ? "true or false" : "a string or undefined";
  const message = `must resolve with ${expected}`;
  throw new ConfigurationError(`Invalid store: \`store.${operation}\` ${message}.`, [
    { path: `store.${operation}`, message },
  ]);
}
