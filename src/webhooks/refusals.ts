import { log } from "../utils/log.ts";
import type { ResolvedWebhookOptions } from "./options.ts";

const minuteMs = 60_000;

/** Logs why a request was refused: once a minute per status, because anybody can cause it. */
export function refusalLog(
  logger: ResolvedWebhookOptions["logger"],
): (status: 401 | 403 | 432, explain: () => string | Promise<string>) => void | Promise<void> {
  const loggedAt = new Map<number, number>();
  return (status, explain) => {
    const now = performance.now();
    if (now - (loggedAt.get(status) ?? Number.NEGATIVE_INFINITY) < minuteMs) return;
    loggedAt.set(status, now);
    const remedy = status === 403 ? "" : ". `explainSignature` says what to do";
    const say = (why: string) =>
      log(logger, "warn", `wacloud: refused a request with ${status}: ${why}${remedy}`);
    const why = explain();
    return typeof why === "string" ? say(why) : why.then(say);
  };
}
