import type { Store } from "wacloud";

// The store on Durable Objects as docs/stores.md prints it: the bundle of the worker takes the code from the page.

/** The class of the objects; workerd finds it among the exports of the worker. */
export class WacloudEntry {}

export function durableStore(namespace: unknown): Store;
