import { ApiError } from "../../src/errors.ts";

/** Meta's answer to a number that sends too fast. */
export const throttling = (retryAfterMs?: number): ApiError =>
  new ApiError({
    message: "WhatsApp refused the request: Rate limit hit (code 130429, HTTP 429)",
    status: 429,
    code: 130429,
    category: "throttled",
    retryClass: "backoff",
    retryAfterMs,
    hint: "Slow down.",
    source: "response",
    body: { error: { code: 130429 } },
  });
