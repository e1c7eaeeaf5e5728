/** The store on Durable Objects, as docs/stores.md prints it: the bundle of the worker puts the page's code here. */
declare module "docs:durable-store" {
  /** The class of the objects; workerd finds it among the exports of the worker. */
  export class WacloudEntry {}
  export function durableStore(namespace: unknown): import("wacloud").Store;
}
