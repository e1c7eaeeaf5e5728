import { ConfigurationError } from "../errors.ts";
import type { IncomingBody } from "./incoming-body.ts";

/**
 * Reads the body of a web-standard request; resolves with `false` if the sender hung up before its end. A body that is
 * far too large resolves before its end.
 *
 * @throws {@link ConfigurationError} if something else has read the body: its signature can no longer be verified.
 */
export async function readBody(
  { body: stream, bodyUsed }: Pick<Request, "body" | "bodyUsed">,
  body: IncomingBody,
): Promise<boolean> {
  if (bodyUsed || stream?.locked) throw consumed();
  const reader = stream?.getReader();
  try {
    while (reader !== undefined && !body.isHopeless) {
      const { done, value } = await reader.read();
      if (done) return true;
      body.add(value);
    }
  } catch {
    return false;
  }
  reader?.cancel().catch(() => undefined);
  return true;
}

function consumed(): ConfigurationError {
  const message =
    "The raw request body is needed, but it has already been read: pass `request.clone()` to whatever reads it first.";
  return new ConfigurationError(message, [{ path: "body", message }]);
}
