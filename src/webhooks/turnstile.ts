import { requestsEndAlone } from "../utils/runtime.ts";

/**
 * Lets results through in the order in which they were asked for, however long each of them takes. Where requests end
 * alone there is no such order: a result that never comes would stop all after it.
 */
export function turnstile(): <T>(result: Promise<T>) => Promise<T> {
  if (requestsEndAlone()) return (result) => result;
  let last: Promise<unknown> = Promise.resolve();
  return (result) => {
    last = Promise.allSettled([last, result]).then(nothing);
    return last.then(() => result);
  };
}

/** Keeps each turn from holding on to the results of all turns before it. */
const nothing = (): void => undefined;
