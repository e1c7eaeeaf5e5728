import { log } from "../utils/log.ts";
import { once } from "../utils/once.ts";
import type { FailureFacts } from "./failures.ts";
import type { ResolvedWebhookOptions } from "./options.ts";

/** Tells the user of a failure. Never rejects. */
export type Report = (error: unknown, facts: FailureFacts) => Promise<void>;

/** What is done about failures is loaded with the first one. */
export const loadFailures = once(() => import("./failures.ts"));

/** Reports to `onError` or the log, for which both errors are there if what does it cannot be loaded. */
export const reporter =
  (options: Pick<ResolvedWebhookOptions, "onError" | "logger">): Report =>
  (error, facts) =>
    loadFailures().then(
      ({ reportFailure }) => reportFailure(options, error, facts),
      (second) => log(options.logger, "error", "wacloud: failed", { errors: [error, second] }),
    );
