import type { ErrorView } from "../../../../page/protocol.ts";
import { errorCodes } from "../../../../types/error-codes.ts";
import { toObject, toText } from "../../../../utils/json.ts";
import { webhookError } from "../../errors.ts";

/** An error with its hint. */
export function viewError(code: number, details?: string, title?: string): ErrorView {
  const { title: known } = webhookError(code, "");
  const hint = errorCodes[code]?.hint;
  return {
    code,
    title: title ?? String(known),
    ...(details === undefined ? {} : { details }),
    ...(hint === undefined ? {} : { hint }),
  };
}

/** The error of a response of Graph, if it is one. */
export function viewResponseError(response: unknown): ErrorView | undefined {
  const { code, message, error_data, error_user_msg } = toObject(toObject(response).error);
  if (typeof code !== "number") return undefined;
  const details = toText(toObject(error_data).details) ?? toText(error_user_msg);
  return viewError(code, details, toText(message)?.replace(/^\(#\d+\) /, ""));
}

/** The first error inside a webhook's message or status. */
export function viewPayloadError(element: unknown): ErrorView | undefined {
  const { errors } = toObject(element);
  const { code, title, error_data } = toObject(Array.isArray(errors) ? errors[0] : undefined);
  if (typeof code !== "number") return undefined;
  return viewError(code, toText(toObject(error_data).details), toText(title));
}
