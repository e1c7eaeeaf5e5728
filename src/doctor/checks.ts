import { accountChecks } from "./account-checks.ts";
import { apiChecks, appChecks } from "./api-checks.ts";
import type { Check } from "./check.ts";
import { numberChecks } from "./number-checks.ts";
import { sendChecks } from "./send-checks.ts";
import { tokenChecks } from "./token-checks.ts";
import { webhookChecks } from "./webhook-checks.ts";

/** Everything that is looked at, in the order of the findings: what another needs comes first. */
export const checks: readonly Check[] = [
  ...apiChecks,
  ...tokenChecks,
  ...accountChecks,
  ...numberChecks,
  ...appChecks,
  ...webhookChecks,
  ...sendChecks,
];
