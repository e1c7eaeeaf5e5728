import { type FailedAnswer, responseError } from "../api-error.ts";
import type { ApiRequest } from "../pipeline.ts";
import { redactor } from "../redact.ts";

/** The error for a response that is not what was requested, without anything private from the request. */
export const answerError = (request: ApiRequest, answer: FailedAnswer) =>
  responseError(answer, redactor(request.body, findSecrets(request)));

/** Names of query parameters that say who somebody is, or open something. */
const privateName = /secret|token|proof|code$|bsuid|wa_id|recipient|user/;

function findSecrets({ headers, query = {} }: ApiRequest): string[] {
  const parameters = Object.entries(query).filter(([name]) => privateName.test(name));
  const values = [headers?.authorization?.split(" ").at(-1), ...parameters.map(([, value]) => value)];
  return values.filter((value) => typeof value === "string");
}
