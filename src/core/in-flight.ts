import { ConfigurationError } from "../errors.ts";
import type { Layer } from "./pipeline.ts";

/** Tracks the calls in flight, so a client can close after the last one. */
export function trackInFlight(): { layer: Layer; close: () => Promise<void> } {
  const running = new Set<Promise<unknown>>();
  let closed = false;
  const layer: Layer = (next) => async (request) => {
    if (closed) throw closedError();
    const call = next(request);
    running.add(call);
    try {
      return await call;
    } finally {
      running.delete(call);
    }
  };
  const close = async () => {
    closed = true;
    await Promise.allSettled(running);
  };
  return { layer, close };
}

function closedError(): ConfigurationError {
  const message = "This client is closed, so the call was not sent. Create a new client.";
  return new ConfigurationError(message, [{ path: "client", message }]);
}
