import { AmbiguousSendError, ApiError, ConnectionError, WhatsAppError } from "../errors.ts";
import { type Outcome, problem } from "./finding.ts";

/** What a failed call says: Meta's code, and the hint of the error. */
export function explain(error: unknown): Outcome {
  if (error instanceof ApiError) return { ...problem(error.message, error.hint), code: error.code };
  if (error instanceof ConnectionError)
    return problem(
      error.message,
      "Check the network connection, a proxy or firewall, and `baseUrl` if it is set.",
    );
  if (error instanceof AmbiguousSendError)
    return problem(error.message, "Look at the phone before you send again: the message may have arrived.");
  if (error instanceof WhatsAppError) return problem(error.message, "Correct what the message names.");
  const name = error instanceof Error ? error.name : "an unknown value";
  return problem(`A function of yours threw ${name}.`, "Call it by itself to see what it says.");
}

/** The same of a detail that cannot be read: nothing that works depends on it. */
export const explainDetail = (error: unknown): Outcome => ({ ...explain(error), status: "warning" });

/** Whether a call was refused because of its token, or the proof that goes with it. */
export const isRefusal = (error: unknown): boolean =>
  error instanceof ApiError && (error.category === "auth" || mentionsProof(error));

/** Meta has no code of its own for a wrong `appsecret_proof`. */
export const mentionsProof = (error: unknown): boolean =>
  error instanceof ApiError && /appsecret_proof/i.test(error.message);
