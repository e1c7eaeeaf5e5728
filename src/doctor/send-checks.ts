import { ConnectionError } from "../errors.ts";
import { errorCodes } from "../types/error-codes.ts";
import { within } from "../utils/within.ts";
import type { Check } from "./check.ts";
import type { Examination } from "./examination.ts";
import { fine, notAsked, type Outcome, problem, skipped } from "./finding.ts";
import type { ReportedStatus } from "./options.ts";

export const sendChecks: readonly Check[] = [
  {
    id: "send.template",
    title: "Template message",
    needs: ["number.access", "number.status"],
    skip: ({ asked }) => (asked.sendTo === undefined ? notAsked("Nobody was named to send to.") : undefined),
    run: checkSend,
  },
  { id: "send.status", title: "Message status", needs: ["send.template"], run: checkStatus },
];

async function checkSend({ asked, sent }: Examination): Promise<Outcome> {
  await sent();
  return fine(`Meta accepted ${asked.template.name} (${asked.template.language}), which is not delivery.`);
}

async function checkStatus({ asked, sent }: Examination): Promise<Outcome> {
  const { waitForStatus, statusTimeoutMs } = asked;
  if (waitForStatus === undefined) return skipped("Delivery is reported in status webhooks.");
  const { id } = await sent();
  const expired = new ConnectionError("expired");
  try {
    return judgeStatus(await within(statusTimeoutMs, waitForStatus(id), () => expired));
  } catch (error) {
    if (error !== expired) throw error;
    return problem(
      `No status arrived within ${statusTimeoutMs / 1000} seconds.`,
      "See what is said about the webhook, its fields, and the subscription to the account.",
    );
  }
}

function judgeStatus({ status, errors: [error] = [] }: ReportedStatus): Outcome {
  if (status !== "failed") return fine(`The webhook reported ${status}.`);
  const code = Number(error?.code);
  const why = error === undefined ? "" : `: ${error.title ?? "no title"} (code ${code})`;
  const next = errorCodes[code]?.hint ?? "Look at the errors of the status webhook.";
  return { ...problem(`The message failed${why}.`, next), code: Number.isNaN(code) ? undefined : code };
}
