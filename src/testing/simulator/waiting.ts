import type { Customer } from "./customers.ts";

/** Those who wait for a message of a customer. They are no part of the customer's data. */
const listeners = new WeakMap<Customer, Set<() => void>>();

/** Calls back at every arrival, until the returned function is called. */
function onArrival(customer: Customer, listener: () => void): () => void {
  const known = listeners.get(customer) ?? new Set();
  listeners.set(customer, known.add(listener));
  return () => known.delete(listener);
}

/** Tells those who wait that a message has arrived. */
export function announceArrival(customer: Customer): void {
  for (const listener of listeners.get(customer) ?? []) listener();
}

/** The runtime's own: this wait goes on while a test stops time. */
const { setTimeout, clearTimeout } = globalThis;

/** Resolves with what `find` returns, now or after an arrival; with `undefined` if that takes longer than allowed. */
export function waitForArrival<T>(
  customer: Customer,
  find: () => T | undefined,
  timeoutMs: number,
): Promise<T | undefined> {
  const found = find();
  if (found !== undefined) return Promise.resolve(found);
  return new Promise((resolve, reject) => {
    const end = (settle: () => void) => {
      clearTimeout(timer);
      stop();
      settle();
    };
    const timer = setTimeout(() => end(() => resolve(undefined)), timeoutMs);
    const stop = onArrival(customer, () => {
      try {
        const arrived = find();
        if (arrived !== undefined) end(() => resolve(arrived));
      } catch (error) {
        end(() => reject(error)); // what a predicate throws concerns only who waits with it
      }
    });
  });
}
