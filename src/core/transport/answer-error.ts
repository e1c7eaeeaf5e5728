import { type FailedAnswer, responseError } from "../api-error.ts";
import type { ApiRequest } from "../pipeline.ts";
import { redactor } from "../redact.ts";
import { plainCause } from "./plain-cause.ts";

/** The error for a response that is not what was requested, without anything private from the request. */
export const answerError = (request: ApiRequest, answer: FailedAnswer) =>
  responseError(answer, redactor(request));

/** The cause of a failure without what the request held: a `fetch` of the caller's may repeat all of it. */
export const failureCause = (request: ApiRequest, error: unknown): Error | undefined =>
  plainCause(error, redactor(request));
