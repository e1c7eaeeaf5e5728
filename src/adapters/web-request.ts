import { ConfigurationError } from "../errors.ts";
import { IncomingBody } from "./incoming-body.ts";

/**
 * The body of a web-standard request, or `undefined` when the sender hung up before its end. Of one that is far too
 * large the end is not waited for.
 *
 * @throws {@link ConfigurationError} when something else has read the body: its signature can no longer be checked.
 */
export async function readBody(
  { body: stream, bodyUsed }: Pick<Request, "body" | "bodyUsed">,
  limit: number,
): Promise<Uint8Array | undefined> {
  if (bodyUsed || stream?.locked) throw consumed();
  const body = new IncomingBody(limit);
  const reader = stream?.getReader();
  try {
    while (reader !== undefined && !body.isHopeless) {
      const { done, value } = await reader.read();
      if (done) return body.bytes;
      body.add(value);
    }
  } catch {
    return undefined;
  }
  reader?.cancel().catch(() => undefined);
  return body.bytes;
}

function consumed(): ConfigurationError {
  const message =
    "The raw request body is needed, but it has already been read: pass `request.clone()` to whatever reads it first.";
  return new ConfigurationError(message, [{ path: "body", message }]);
}
