import type { Simulator } from "./simulator/simulator.ts";

/** What Mock Service Worker gives to a handler. */
interface MswRun {
  request: Request;
  requestId: string;
}

/** What a handler of Mock Service Worker does with a request that it takes. */
interface MswResult extends MswRun {
  handler: MswHandler;
  response: Response;
  parsedResult: Record<string, never>;
}

/** As much of a `RequestHandler` of Mock Service Worker as is called. */
interface MswHandler {
  kind: "request";
  info: { header: string };
  run: (run: MswRun) => Promise<MswResult | null>;
  log: () => void;
  reset: () => void;
  restore: () => void;
  dispose: () => void;
}

/** Graph's host. Its media, too, have URLs there while the simulator does not listen. */
const host = "graph.facebook.com";

/**
 * Handlers for Mock Service Worker 3: calls to graph.facebook.com reach the simulator, whichever library makes them.
 * Everything else is left to your other handlers. Connections that the simulator is told to lose are network errors.
 *
 * @returns handlers for `setupServer` and `setupWorker`. They have no type, because Mock Service Worker only accepts its own.
 * @example
 * const simulator = createSimulator();
 * const server = setupServer(...mswHandlers(simulator));
 * server.listen();
 *
 * @see https://mswjs.io/docs/api/setup-server
 */
// biome-ignore lint/suspicious/noExplicitAny: RequestHandler has private members, so no other type can be assigned to it
export function mswHandlers(simulator: Pick<Simulator, "fetch">): any[] {
  const handler: MswHandler = {
    kind: "request",
    info: { header: `* https://${host}/*` },
    async run({ request, requestId }) {
      if (new URL(request.url).host !== host) return null;
      const response = await answer(simulator, request);
      return { handler, request, requestId, response, parsedResult: {} };
    },
    log: nothing,
    reset: nothing,
    restore: nothing,
    dispose: nothing,
  };
  return [handler];
}

/** A lost connection is a network error: thrown errors would be reported as mistakes of the handler. */
const answer = (simulator: Pick<Simulator, "fetch">, request: Request): Promise<Response> =>
  simulator.fetch(request.clone()).catch(() => Response.error());

const nothing = () => {};
