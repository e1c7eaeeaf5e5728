import { type FailedAnswer, responseError } from "../api-error.ts";
import type { ApiRequest } from "../pipeline.ts";
import { redactor } from "../redact.ts";

export { redactor };

/** The error for a response that is not what was requested, without anything private from the request. */
export const answerError = (request: ApiRequest, answer: FailedAnswer) =>
  responseError(answer, redactor(request));
