import { abortable } from "../../../utils/abortable.ts";
import type { Answer, Api } from "./api.ts";

/** A `fetch` that calls the API in the same process. Lost connections cause the errors of a real `fetch`. */
export function inMemoryFetch(api: Api, closed: () => AbortSignal): typeof globalThis.fetch {
  return async (input, init) => {
    const request = new Request(input, init);
    request.signal.throwIfAborted();
    if (closed().aborted) throw toFetchError("ECONNREFUSED", "connect ECONNREFUSED");
    const answering = api.answer({
      method: request.method,
      url: new URL(request.url),
      headers: request.headers,
      read: async () => new Uint8Array(await request.arrayBuffer()),
    });
    const outcome = await abortable(answering, request.signal);
    if (outcome.kind === "hang") await waitForAbort(request.signal, closed());
    request.signal.throwIfAborted();
    if (outcome.answer === undefined) throw toFetchError("ECONNRESET", "read ECONNRESET");
    return outcome.kind === "cut" ? cutResponse(outcome.answer) : toResponse(outcome.answer);
  };
}

/** Waits until the caller aborts or the simulator is closed. */
async function waitForAbort(signal: AbortSignal, closed: AbortSignal): Promise<void> {
  const never = new Promise<void>(() => {});
  const either = AbortSignal.any([signal, closed]);
  await abortable(never, either).catch(() => undefined);
}

const toResponse = ({ status, headers, body }: Answer): Response =>
  new Response(mayHaveBody(status) ? (body as Uint8Array<ArrayBuffer>) : null, { status, headers });

const mayHaveBody = (status: number): boolean => ![204, 205, 304].includes(status);

/** Announces the whole body, delivers half of it, and fails. */
function cutResponse({ status, headers, body }: Answer): Response {
  let sent = false;
  const stream = new ReadableStream<Uint8Array>({
    pull(controller) {
      if (sent) return controller.error(toTerminatedError());
      sent = true;
      controller.enqueue(body.slice(0, Math.floor(body.byteLength / 2)));
    },
  });
  return new Response(stream, {
    status,
    headers: { ...headers, "content-length": String(body.byteLength) },
  });
}

const toFetchError = (code: string, message: string): TypeError =>
  new TypeError("fetch failed", { cause: Object.assign(new Error(message), { code }) });

const toTerminatedError = (): TypeError =>
  new TypeError("terminated", {
    cause: Object.assign(new Error("other side closed"), { code: "UND_ERR_SOCKET" }),
  });
