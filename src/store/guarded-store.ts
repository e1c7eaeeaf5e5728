import { ConfigurationError, StoreError } from "../errors.ts";
import type { Store, StoreDeleteOptions, StoreSetOptions } from "./store.ts";

/** How long a store may take to answer. */
const timeoutMs = 5000;

/**
 * Wraps the user's store and makes its failures recognizable: each operation times out after five seconds, and an
 * answer of the wrong type is refused, because it would otherwise count as true or false.
 *
 * @throws `StoreError` when the store fails or does not answer; `ConfigurationError` when it breaks its interface.
 */
export class GuardedStore {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  async get(key: string): Promise<string | undefined> {
    const value: unknown = await answer("get", () => this.#store.get(key));
    if (value === undefined || typeof value === "string") return value;
    throw wrongType("get", "a string or undefined");
  }

  set(key: string, value: string, options: StoreSetOptions): Promise<boolean> {
    return decide("set", () => this.#store.set(key, value, options));
  }

  delete(key: string, options?: StoreDeleteOptions): Promise<boolean> {
    return decide("delete", () => this.#store.delete(key, options));
  }
}

async function decide(operation: string, call: () => unknown): Promise<boolean> {
  const result = await answer(operation, call);
  if (typeof result === "boolean") return result;
  throw wrongType(operation, "true or false");
}

async function answer(operation: string, call: () => unknown): Promise<unknown> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  try {
    const result = call();
    if (!isThenable(result)) return result;
    const timeout = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error(`No answer within ${timeoutMs} ms.`)), timeoutMs);
    });
    return await Promise.race([result, timeout]);
  } catch (cause) {
    throw new StoreError(`The store failed: \`${operation}\` rejected or did not answer.`, { cause });
  } finally {
    clearTimeout(timer);
  }
}

const isThenable = (value: unknown): value is PromiseLike<unknown> =>
  typeof (value as { then?: unknown } | undefined)?.then === "function";

function wrongType(operation: string, expected: string): ConfigurationError {
  const message = `must resolve with ${expected}`;
  return new ConfigurationError(`Invalid store: \`store.${operation}\` ${message}.`, [
    { path: `store.${operation}`, message },
  ]);
}
