import type { Layer } from "./pipeline.ts";

/** Sends a message that has a key once per key: looks up what has become of it, and shares a call that is under way. */
export const ledger: Layer = (next) => (request) => request.send?.keyed?.run(request, next) ?? next(request);

/** Records a message that has a key as begun, just before the request departs, and as refused if it did not leave. */
export const departure: Layer = (next) => (request) =>
  request.send?.keyed?.attempt(request, next) ?? next(request);
