import { fetchRepeats } from "../utils/runtime.ts";

/**
 * The same request, such that the runtime cannot send it a second time by itself: Deno's `fetch` repeats a request
 * whose connection was reset, also one that the server has taken already, unless its body is a stream.
 *
 * @see https://github.com/denoland/deno/issues/35610
 */
export function singleUse(request: Request): Request {
  if (!fetchRepeats()) return request;
  const body = request.body?.pipeThrough(new TransformStream()) ?? new Blob([]).stream();
  return new Request(request, { body, duplex: "half" } as RequestInit);
}
