import { AmbiguousSendError, ApiError } from "../../errors.ts";
import type { ApiRequest } from "../pipeline.ts";

/** The error for a request that may have been carried out. */
export function ambiguousSend(
  { send, correlationTag }: ApiRequest,
  cause: unknown,
  { repeated }: { repeated: boolean },
): AmbiguousSendError {
  const tag = send?.correlationTag ?? correlationTag;
  const why = cause instanceof ApiError ? cause.message : "no usable response arrived";
  const repeats = repeated
    ? "It was repeated because `retry.ambiguous` is set, so it may have been carried out more than once."
    : "It was not repeated, to avoid doing it twice.";
  const remedy = tag === undefined ? "" : " Wait for a status webhook that carries `correlationTag`.";
  return new AmbiguousSendError(
    `The request may or may not have been carried out: ${why}. ${repeats}${remedy}`,
    { correlationTag: tag, isKeyed: send?.keyed !== undefined, cause },
  );
}
